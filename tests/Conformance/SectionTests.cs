using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests;

/// <summary>Tests of one part of an RFC: a new organization and a client of it for each test.</summary>
/// <param name="running">The running system.</param>
public abstract class SectionTests(RunningSystem running) : IAsyncLifetime
{
    protected const string EnterpriseUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    protected const string ListUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    protected const string ErrorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>The running system.</summary>
    protected RunningSystem Running => running;

    /// <summary>A client of the organization.</summary>
    protected ScimClient Scim { get; private set; } = null!;

    /// <summary>The organization.</summary>
    protected Tenant Tenant { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => (Tenant, Scim) = await running.NewOrganizationAsync();

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Scim.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>POST of a user that is taken.</summary>
    protected async Task<ScimAnswer> NewUserAsync(string userName = "ada@example.com", Action<JsonObject>? and = null)
    {
        var created = await Scim.PostAsync("/Users", ScimBodies.User(userName, and));
        created.Status.ShouldBe(201, created.Text);
        return created;
    }

    /// <summary>POST of a user that is taken, with more attributes as JSON.</summary>
    protected Task<ScimAnswer> NewUserWithAsync(string attributes, string userName = "ada@example.com") => NewUserAsync(userName, user => Merge(user, attributes));

    /// <summary>POST of a group that is taken.</summary>
    protected async Task<ScimAnswer> NewGroupAsync(string displayName = "Editors", params IEnumerable<string> memberIds)
    {
        var created = await Scim.PostAsync("/Groups", ScimBodies.Group(displayName, memberIds));
        created.Status.ShouldBe(201, created.Text);
        return created;
    }

    /// <summary>PATCH of a user; the answer, and the user as it is then.</summary>
    protected async Task<(ScimAnswer Answer, JsonObject User)> PatchUserAsync(string id, params string[] operations)
    {
        var answer = await Scim.PatchAsync($"/Users/{id}", operations);
        return (answer, (await Scim.GetAsync($"/Users/{id}")).Body);
    }

    /// <summary>The ids of those users, in no order, that a filter finds.</summary>
    protected async Task<IReadOnlyList<string>> FindAsync(string filter, string endpoint = "/Users")
    {
        var answer = await Scim.GetAsync($"{endpoint}?filter={Uri.EscapeDataString(filter)}");
        answer.Status.ShouldBe(200, $"{filter}: {answer.Text}");
        return [.. answer.Resources.Select(resource => (string)resource["id"]!)];
    }

    /// <summary>The error that a filter meets.</summary>
    protected Task<ScimAnswer> FilterAsync(string filter) => Scim.GetAsync($"/Users?filter={Uri.EscapeDataString(filter)}");

    /// <summary>Adds attributes, given as JSON without the braces around them.</summary>
    protected static void Merge(JsonObject resource, string attributes)
    {
        foreach (var (name, value) in JsonNode.Parse($"{{{attributes}}}")!.AsObject())
        {
            resource[name] = value?.DeepClone();
        }
    }

    /// <summary>Whether two pieces of JSON say the same; the order of members doesn't count.</summary>
    protected static void ShouldBeJson(JsonNode? actual, string expected) =>
        JsonNode.DeepEquals(actual, JsonNode.Parse(expected)).ShouldBeTrue($"{actual?.ToJsonString() ?? "nothing"} isn't {expected}");
}
