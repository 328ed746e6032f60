using System.Text.Json.Nodes;
using OptiId.OktaSim.Day;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.App;

/// <summary>What an Okta app does with users, request by request (okta.md 4). The dialects differ in how they deactivate.</summary>
internal abstract class UserProvisioning(OktaHttpClient okta, Expectations expect)
{
    protected OktaHttpClient Okta => okta;

    protected Expectations Expect => expect;

    /// <summary>Assigned to the app: looked up by userName, then created, linked or reinstated.</summary>
    public async Task AssignAsync(Person person, CancellationToken cancellation)
    {
        var found = await LookUpAsync(person, cancellation);
        if (found is null)
        {
            await CreateAsync(person, cancellation);
            return;
        }

        person.Id = found.Text("id") ?? throw new StoryBrokenException($"{person} was found without an id.");
        if (found.Flag("active") == false)
        {
            await ActivateAsync(person, cancellation);
        }
        else
        {
            await UpdateProfileAsync(person, cancellation);
        }

        person.Assigned = true;
    }

    /// <summary>The user with the person's userName; null where there is none.</summary>
    public async Task<JsonObject?> LookUpAsync(Person person, CancellationToken cancellation)
    {
        var answer = await okta.SendAsync(
            new OktaRequest(HttpMethod.Get, OktaQueries.UserByName(person.UserName), $"Okta asks whether {person} is there"), cancellation);
        expect.IsList(answer, "okta.md 4.1");
        if (person.HasId)
        {
            expect.FoundOnly(answer, person.Id, "okta.md 4.5");
        }

        return answer.Resources.FirstOrDefault();
    }

    public async Task CreateAsync(Person person, CancellationToken cancellation)
    {
        var answer = await okta.SendAsync(new OktaRequest(HttpMethod.Post, "/Users", $"Okta creates {person}", OktaBodies.NewUser(person)), cancellation);
        if (expect.Created(answer, person))
        {
            person.Id = answer["id"]!;
            person.Assigned = true;
        }
    }

    /// <summary>GET, then PUT of what it gave with Okta's attributes written over it.</summary>
    public Task UpdateProfileAsync(Person person, CancellationToken cancellation) =>
        ReadAndReplaceAsync(person, active: true, "okta.md 4.3", $"Okta writes the profile of {person}", cancellation);

    /// <summary>Unassigned, removed from the assigned group, or deactivated in Okta.</summary>
    public async Task DeactivateAsync(Person person, CancellationToken cancellation)
    {
        await SetInactiveAsync(person, cancellation);
        person.Assigned = false;
    }

    /// <summary>The user answers by id with this state.</summary>
    public async Task<JsonObject?> ReadAsync(Person person, bool active, string fact, CancellationToken cancellation)
    {
        var answer = await okta.SendAsync(new OktaRequest(HttpMethod.Get, $"/Users/{person.Id}", $"Okta reads {person}"), cancellation);
        if (!expect.Status(answer, fact, 200))
        {
            return null;
        }

        expect.That(answer["id"] == person.Id, answer, fact, "the id is the one that was asked for");
        expect.That(answer.Json.Flag("active") == active, answer, fact, $"active is {(active ? "true" : "false")}");
        return answer.Json;
    }

    /// <summary>Okta makes an inactive user active again, under the same id.</summary>
    protected abstract Task ActivateAsync(Person person, CancellationToken cancellation);

    protected abstract Task SetInactiveAsync(Person person, CancellationToken cancellation);

    /// <summary>Where the read finds nobody Okta stops: no search, no create (okta.md 4.2).</summary>
    protected async Task ReadAndReplaceAsync(Person person, bool active, string fact, string purpose, CancellationToken cancellation)
    {
        var read = await okta.SendAsync(new OktaRequest(HttpMethod.Get, $"/Users/{person.Id}", $"Okta reads {person} before writing"), cancellation);
        if (!expect.Status(read, "okta.md 4.2", 200) || read.Json is null)
        {
            return;
        }

        var body = OktaBodies.ReplacedUser(read.Json, person, active);
        var answer = await okta.SendAsync(new OktaRequest(HttpMethod.Put, $"/Users/{person.Id}", purpose, body), cancellation);
        if (expect.Written(answer, fact))
        {
            expect.IsUser(answer, answer.Json, person, active, fact);
        }
    }
}
