using System.Net;
using System.Text;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class ExportAccessTests(RunningOnEmbedded running) : AuditContract(running)
{
    [Fact]
    public async Task P25_TheFile_HoldsEverybodyWithAccess_AndNobodyElse()
    {
        var (tenant, instance) = await NewInstanceAsync();
        var users = await tenant.NewUsersAsync(510); // two pages
        var outside = await tenant.NewUserAsync();
        var group = await tenant.NewGroupAsync([.. users.Select(user => user.Id)]);
        await GrantAsync(tenant, group.Id, instance, users[^1].Id);
        await tenant.SetActiveAsync(users[3].Id, false);
        await Eventually.HoldsAsync(async () => !(await tenant.CheckAsync(users[3].Id, instance)).Allowed);

        var (answer, rows) = await ExportAsync(tenant, await SignInAsync(tenant), instance);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        rows[0].ShouldBe(["userName", "givenName", "familyName", "roles", "source", "id"]);
        rows.Skip(1).Select(row => row[5]).ShouldBe(users.Where(user => user.Id != users[3].Id).Select(user => user.Id), ignoreOrder: true);
        rows.Skip(1).ShouldAllBe(row => row[3] == "editor" && row[4] == "Scim");
        rows.ShouldNotContain(row => row[5] == outside.Id);
    }

    [Fact]
    public async Task P25_TheFile_IsSavedUnderItsName_AndNeverShown()
    {
        var (tenant, instance) = await NewInstanceAsync("Web/site\"; filename=evil.html".Replace("/", "\\", StringComparison.Ordinal));

        var (answer, _) = await ExportAsync(tenant, await SignInAsync(tenant), instance);

        var disposition = answer.Content.Headers.ContentDisposition!;
        disposition.DispositionType.ShouldBe("attachment");
        disposition.FileNameStar.ShouldNotBeNull().ShouldStartWith("access CMS Web-site-- filename-evil.html Test ");
        disposition.FileNameStar.ShouldEndWith(".csv");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task P25_ANameThatIsAFormula_IsText()
    {
        var (tenant, instance) = await NewInstanceAsync();
        var user = (await tenant.ProvisionAsync(Tenant.Document("=cmd@example.com", given: "=HYPERLINK(\"https://example.com\",\"x\")", family: "+1,\"2\""))).User;
        var group = await tenant.NewGroupAsync(user.Id);
        await GrantAsync(tenant, group.Id, instance, user.Id);

        var (_, rows) = await ExportAsync(tenant, await SignInAsync(tenant), instance);

        rows.Count.ShouldBe(2);
        rows[1][..3].ShouldBe(["'=cmd@example.com", "'=HYPERLINK(\"https://example.com\",\"x\")", "'+1,\"2\""]);
    }

    [Fact]
    public async Task P27_AnExport_IsInTheAuditLog_WithWhoAndWhat()
    {
        var (tenant, instance) = await NewInstanceAsync("Website");
        var administrator = await tenant.NewAdministratorAsync();

        await ExportAsync(tenant, await (await CenterAsync()).SignInAsync(tenant.Id, administrator), instance);

        var entry = (await EntriesAsync(tenant.Id, request => request.Action = "export")).Single();
        (entry.Actor, entry.Summary).ShouldBe(($"administrator:{administrator}", "Exported who has access to Website (CMS)"));
        entry.Targets.Single().Id.ShouldBe(instance);
    }

    [Fact]
    public async Task P23_AnotherOrganizationsAdministrator_GetsNothing_AndNothingIsRecorded()
    {
        var (tenant, instance) = await NewInstanceAsync();
        var (other, _) = await NewInstanceAsync();
        var stranger = await SignInAsync(other);

        var answer = await stranger.GetAsync($"/o/{tenant.Id}/instances/{instance}/access.csv");
        var through = await stranger.GetAsync($"/o/{other.Id}/instances/{instance}/access.csv");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        through.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await EntriesAsync(tenant.Id, request => request.Action = "export")).ShouldBeEmpty();
        (await EntriesAsync(other.Id, request => request.Action = "export")).ShouldBeEmpty();
    }

    [Fact]
    public async Task P23_Nobody_IsSentToSignIn()
    {
        var (tenant, instance) = await NewInstanceAsync();

        var answer = await (await CenterAsync()).NewVisitor().GetAsync($"/o/{tenant.Id}/instances/{instance}/access.csv");

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.OriginalString.ShouldStartWith("/sign-in");
    }

    private async Task<HttpClient> SignInAsync(Tenant tenant) => await (await CenterAsync()).SignInAsync(tenant.Id, await tenant.NewAdministratorAsync());

    private async Task<(Tenant Tenant, string InstanceId)> NewInstanceAsync(string name = "Website")
    {
        var tenant = await Running.NewTenantAsync();
        var created = await tenant.Services.Instances.CreateInstanceAsync(
            new() { OrganizationId = tenant.Id, Product = "CMS", Name = name, Environment = "Test", Roles = { "editor" }, Cause = RunningServices.NewCause() });
        return (tenant, created.Instance.Id);
    }

    private static async Task GrantAsync(Tenant tenant, string groupId, string instanceId, string userId)
    {
        await tenant.GrantAsync(groupId, instanceId, "editor");
        await Eventually.HoldsAsync(async () => (await tenant.CheckAsync(userId, instanceId)).Allowed);
    }

    private static async Task<(HttpResponseMessage Answer, IReadOnlyList<string[]> Rows)> ExportAsync(Tenant tenant, HttpClient visitor, string instanceId)
    {
        HttpResponseMessage? answer = null;
        // What isn't known to be fresh isn't exported: a moment after the start it may not be.
        await Eventually.HoldsAsync(async () =>
            (answer = await visitor.GetAsync($"/o/{tenant.Id}/instances/{instanceId}/access.csv")).StatusCode != HttpStatusCode.ServiceUnavailable);
        var text = Encoding.UTF8.GetString(await answer!.Content.ReadAsByteArrayAsync()); // with its beginning
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        text[0].ShouldBe('\uFEFF');
        return (answer, CsvFile.Read(text[1..]));
    }
}
