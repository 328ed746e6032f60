using System.Text.Json.Nodes;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>Okta's published SPEC suite with its own headers, and the discovery steps of its oldest form (okta.md 6).</summary>
internal sealed class SpecificationSuite : IChapter
{
    private const string Fact = "okta.md 6";
    private const double SlowestGroups = 600;
    private static readonly string[] IdsThatDoNotExist = ["010101001010101011001010101011", "00919288221112222"];
    private static readonly string[] DiscoveryEndpoints = ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"];

    public string Title => "Okta's SPEC suite";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        await ExistingUserAsync(day, cancellation);
        await UnknownUsersAsync(day, cancellation);
        await NewUserAsync(day, cancellation);
        await GroupsAsync(day, cancellation);
        await WrongTokenAsync(day, cancellation);
        await DiscoveryAsync(day, cancellation);
    }

    private static async Task ExistingUserAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var list = await GetAsync(day, "/Users?count=1&startIndex=1", "Test Users endpoint", cancellation);
        day.Expect.IsList(list, Fact);
        var first = list.Resources.FirstOrDefault();
        IsWhole(day, list, first);
        if (first.Text("id") is { } id)
        {
            var user = await GetAsync(day, $"/Users/{id}", "Get Users/{id}", cancellation);
            day.Expect.Status(user, Fact, 200);
            day.Expect.That(user["id"] == id, user, Fact, "the id is the one that was asked for");
            IsWhole(day, user, user.Json);
        }
    }

    private static async Task UnknownUsersAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var nobody = await GetAsync(day, OktaQueries.UserByName($"abcdefgh.{day.Cast.Suffix}@atko.com"), "Test invalid User by username", cancellation);
        day.Expect.FoundNothing(nobody, Fact);
        foreach (var id in IdsThatDoNotExist)
        {
            day.Expect.Refused(await GetAsync(day, $"/Users/{id}", "Test invalid User by ID", cancellation), 404, null, Fact);
            day.Expect.Refused(await GetAsync(day, $"/Groups/{id}", "the same for a group", cancellation), 404, null, Fact);
        }
    }

    private static async Task NewUserAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var userName = $"Runscope.{day.Cast.Suffix}@atko.com";
        var body = SuiteUser(userName);
        var created = await PostAsync(day, "/Users", body, "Create Okta user with realistic values", cancellation);
        if (!day.Expect.Status(created, Fact, 201) || created["id"] is not { } id)
        {
            return;
        }

        day.Expect.That(created["userName"] == userName && created.Json.Flag("active") == true, created, Fact, "userName as sent, active true");
        var read = await GetAsync(day, $"/Users/{id}", "Verify that user was created", cancellation);
        var asCreated = read["userName"] == userName && read.Json.NamePart("givenName") == "Runscope" && read.Json.NamePart("familyName") == "Suite";
        day.Expect.That(asCreated, read, Fact, "the user is as created");
        day.Expect.Refused(await PostAsync(day, "/Users", body, "Expect failure when recreating user with same values", cancellation), 409, null, Fact);
        var shouted = await GetAsync(day, OktaQueries.UserByName(userName.ToUpperInvariant()), "Username Case Sensitivity Check", cancellation);
        day.Expect.FoundOnly(shouted, id, Fact);
        var end = new OktaRequest(HttpMethod.Patch, $"/Users/{id}", "(the suite leaves its user; the simulation deactivates it)", OktaBodies.SetActive(false));
        day.Expect.Written(await day.App.Http.SendAsync(end, cancellation), "okta.md 4.4");
    }

    private static async Task GroupsAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var groups = await GetAsync(day, "/Groups", "Verify Groups endpoint", cancellation);
        day.Expect.IsList(groups, Fact);
        day.Expect.That(groups.Milliseconds < SlowestGroups, groups, Fact, $"/Groups in less than {SlowestGroups:F0} ms");
    }

    private static async Task WrongTokenAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var request = new OktaRequest(HttpMethod.Get, "/Users", "Expect 401 with a wrong token") { Client = Client.SpecSuite, Authorization = "non-token" };
        day.Expect.Refused(await day.App.Http.SendAsync(request, cancellation), 401, null, "okta.md 2");
    }

    private static async Task DiscoveryAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        foreach (var endpoint in DiscoveryEndpoints)
        {
            day.Expect.Status(await GetAsync(day, endpoint, "the oldest suite's discovery", cancellation), Fact, 200);
            day.Expect.Refused(await PostAsync(day, endpoint, [], "nothing can be written there", cancellation), 405, null, Fact);
        }
    }

    private static void IsWhole(ProvisioningDay day, OktaAnswer answer, JsonObject? user)
    {
        var mail = (user?["emails"] as JsonArray)?.FirstOrDefault() as JsonObject;
        var whole = user.NamePart("familyName") is { Length: > 0 } && user.NamePart("givenName") is { Length: > 0 }
            && user.Text("userName") is { Length: > 0 } && user.Flag("active") is not null && mail.Text("value") is { Length: > 0 };
        day.Expect.That(whole, answer, Fact, "the first listed user has given name, family name, userName, active and an e-mail address");
    }

    private static JsonObject SuiteUser(string userName) => new()
    {
        ["schemas"] = new JsonArray(OktaBodies.UserSchema),
        ["userName"] = userName,
        ["name"] = new JsonObject { ["givenName"] = "Runscope", ["familyName"] = "Suite" },
        ["emails"] = new JsonArray(new JsonObject { ["primary"] = true, ["value"] = userName, ["type"] = "work" }),
        ["displayName"] = "Runscope Suite",
        ["active"] = true,
    };

    private static Task<OktaAnswer> GetAsync(ProvisioningDay day, string path, string purpose, CancellationToken cancellation) =>
        day.App.Http.SendAsync(new OktaRequest(HttpMethod.Get, path, purpose) { Client = Client.SpecSuite }, cancellation);

    private static Task<OktaAnswer> PostAsync(ProvisioningDay day, string path, JsonObject body, string purpose, CancellationToken cancellation) =>
        day.App.Http.SendAsync(new OktaRequest(HttpMethod.Post, path, purpose, body) { Client = Client.SpecSuite }, cancellation);
}
