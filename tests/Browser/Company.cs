using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Hosting;

namespace OptiId.Browser.Tests;

/// <summary>An organization with an administrator, and an identity provider that pushes to it over SCIM.</summary>
internal sealed class Company
{
    private readonly Site site;

    private Company(Site site, Tenant tenant, string administratorId, ScimClient scim)
    {
        (this.site, Tenant, AdministratorId, Scim) = (site, tenant, administratorId, scim);
    }

    public Tenant Tenant { get; }

    public string Id => Tenant.Id;

    public string AdministratorId { get; }

    /// <summary>Its identity provider.</summary>
    public ScimClient Scim { get; }

    public static async Task<Company> NewAsync(Site site)
    {
        var tenant = await site.NewTenantAsync();
        var administrator = await tenant.NewAdministratorAsync($"ada.{Guid.NewGuid():N}@example.com");
        var token = await site.Services.IssueTokenAsync(tenant.Id);
        return new(site, tenant, administrator, ScimClient.WithToken(site.ScimBaseUrl, token.Secret));
    }

    /// <summary>With what each page shows at least once.</summary>
    public static async Task<Company> NewWithSomethingOfEverythingAsync(Site site)
    {
        var company = await NewAsync(site);
        string[] people = ["ann.archer", "ben.baker", "cleo.carter", "dora.duval", "emil.eriksson", "fatima.farouk"];
        var ids = new List<string>();
        foreach (var name in people)
        {
            ids.Add(await company.PushUserAsync($"{name}@example.com"));
        }

        await company.Scim.PostAsync("/Users", UserBody("ann.archer@example.com")); // a conflict, for the log
        var editors = await company.PushGroupAsync("Editors", [.. ids.Take(4), Guid.NewGuid().ToString("N")]); // one is parked
        await company.PushGroupAsync("Auditors", [ids[5]]);
        var local = await company.Tenant.CreateGroupAsync("Freelancers", Manager.Administrator, (await company.Tenant.NewCollaboratorAsync("gus.green@example.com")).Id);
        var cms = await company.NewInstanceAsync("CMS", "Website", "editor", "publisher");
        await company.NewInstanceAsync("Experimentation", "Checkout tests", "viewer");
        await company.Tenant.GrantAsync(editors, cms, "editor");
        await company.Tenant.GrantAsync(local.Group.Id, cms, "publisher");
        await company.PushActiveAsync(ids[4], active: false);
        company.Shown = (ids[0], editors, cms, local.Group.Id);
        return company;
    }

    /// <summary>Of <see cref="NewWithSomethingOfEverythingAsync"/>: the user, the groups and the instance whose pages are looked at.</summary>
    public (string UserId, string GroupId, string InstanceId, string LocalGroupId) Shown { get; private set; }

    /// <summary>Its administrator signs in.</summary>
    public async Task VisitAsync(Func<Visit, Task> act, Look look = Look.Light) => await site.VisitAsync(await site.Center.NewLinkAsync(Id, AdministratorId), act, look);

    /// <summary>An address of one of its pages.</summary>
    public string Address(string page = "") => $"/o/{Id}{(page.Length == 0 ? "" : $"/{page}")}";

    /// <summary>The identity provider pushes a user.</summary>
    /// <returns>The id.</returns>
    public async Task<string> PushUserAsync(string userName, string given = "Ann", string family = "Archer") =>
        Succeeded(await Scim.PostAsync("/Users", UserBody(userName, given, family))).Id;

    /// <summary>The identity provider pushes a group.</summary>
    /// <returns>The id.</returns>
    public async Task<string> PushGroupAsync(string displayName, params IEnumerable<string> memberIds) =>
        Succeeded(await Scim.PostAsync("/Groups", ScimBodies.Group(displayName, memberIds))).Id;

    /// <summary>The identity provider deactivates a user, or reinstates it.</summary>
    public async Task PushActiveAsync(string userId, bool active) =>
        Succeeded(await Scim.PatchAsync($"/Users/{userId}", new JsonObject { ["op"] = "replace", ["value"] = new JsonObject { ["active"] = active } }.ToJsonString()));

    /// <summary>A new product instance.</summary>
    /// <returns>The id.</returns>
    public async Task<string> NewInstanceAsync(string product, string name, params string[] roles) => (await site.Services.Instances.CreateInstanceAsync(new()
    {
        OrganizationId = Id,
        Product = product,
        Name = name,
        Environment = "Production",
        Roles = { roles },
        Cause = RunningServices.NewCause(),
    })).Instance.Id;

    private static JsonObject UserBody(string userName, string given = "Ann", string family = "Archer") => ScimBodies.User(userName, user =>
    {
        user["name"] = new JsonObject { ["givenName"] = given, ["familyName"] = family };
        user["active"] = true;
    });

    private static ScimAnswer Succeeded(ScimAnswer answer) =>
        answer.Status < 300 ? answer : throw new InvalidOperationException($"{answer.Status} {answer.Text}");
}
