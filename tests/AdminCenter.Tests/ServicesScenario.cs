using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OptiId.Access.V1;
using OptiId.AdminCenter.Pages;
using OptiId.AdminCenter.Parts;
using OptiId.AdminCenter.Tests.Api;
using OptiId.Common.V1;
using OptiId.Contracts;
using OptiId.Events;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Store;
using OptiId.Tokens.V1;
using Shouldly;

namespace OptiId.AdminCenter.Tests;

/// <summary>
/// Everything for which the Admin Center asks a service: by its API, by a sign-in, and by its pages where nothing else asks that. While it is
/// recorded, it waits at the real providers for what they do by and by.
/// </summary>
internal sealed class ServicesScenario(Border identity, Border groups, Border access, Border tokens, Border gateway)
{
    private const string Absent = "00000000-0000-7000-8000-000000000001";

    private string organizationId = "", home = "", ann = "", cleo = "", pushed = "", scimSecret = "";
    private Group administrators = new();
    private ApiClient script = null!, support = null!;

    public async Task RunAsync()
    {
        (await gateway.GiveAsync("GET", "/readyz", "")).ShouldBe(200); // what it asks of its services every now and then is in its contract from here on
        await GivePeopleAsync();
        await GiveGroupsAsync();
        var (api, ofSupport) = await GiveTokensAsync();
        await using var provider = await TestProvider.StartAsync($"{AdminWithProvider.PublicBaseUrl}/sign-in/callback/0");
        await using var service = await LoneService.StartAsync(
            Program.Build,
            new() { ["identity"] = identity.Provider, ["groups"] = groups.Provider, ["access"] = access.Provider, ["tokens"] = tokens.Provider, ["gateway"] = gateway.Provider },
            SettingsOf(provider),
            ForgetAsync);
        using var channel = GrpcChannel.ForAddress(service.Addresses.First()); // it listens to services first, then to people
        var center = new RunningAdminCenter(
            service.Addresses.Last(), new(AdminWithProvider.PublicBaseUrl), channel, service.Services.GetRequiredService<EndpointDataSource>());
        using var http = center.NewVisitor();
        var document = new OpenApiContract(JsonNode.Parse(await http.GetStringAsync("/api/v1/openapi.json"))!);
        (script, support) = (new(http, document, api), new(http, document, ofSupport));
        home = $"/api/v1/organizations/{organizationId}";

        await UseOrganizationsAsync();
        await UsePagesAsync(service.Services, await SignInAsync(service.Services, center, provider));
        await UseUsersAsync();
        await UseGroupsAsync();
        await UseInstancesAsync(service.Services);
        await UseTokensAsync();
        await UseProvisioningLogAsync();
    }

    private async Task GivePeopleAsync()
    {
        var users = new UsersService.UsersServiceClient(identity.Given);
        organizationId = (await new OrganizationsService.OrganizationsServiceClient(identity.Given).CreateOrganizationAsync(
            new() { Name = "Contract", Mode = ProvisioningMode.Scim, Cause = By() })).Organization.Id;
        await SystemGroupsAsync(organizationId);
        ann = (await users.ProvisionUserAsync(new() { OrganizationId = organizationId, Document = Tenant.Document("ann@example.com"), Cause = By() })).User.Id;
        cleo = (await users.ProvisionUserAsync(new() { OrganizationId = organizationId, Document = Tenant.Document("cleo@example.com"), Cause = By() })).User.Id;
    }

    private async Task GiveGroupsAsync()
    {
        var all = new GroupsService.GroupsServiceClient(groups.Given);
        administrators = (await all.ListGroupsAsync(new() { OrganizationId = organizationId, IncludeSystem = true, Count = 10 })).Groups.Single(group => group.Administrators);
        await all.ChangeGroupAsync(new()
        {
            OrganizationId = organizationId,
            GroupId = administrators.Id,
            Manager = Manager.Administrator,
            MemberChanges = { new MemberChange { Add = new() { UserIds = { cleo } } } },
            Cause = By(),
        });
        pushed = (await all.CreateGroupAsync(new()
        {
            OrganizationId = organizationId,
            DisplayName = "Pushed",
            Manager = Manager.Scim,
            MemberIds = { ann, Absent },
            Cause = By(),
        })).Group.Id;
    }

    private async Task<(string Api, string Support)> GiveTokensAsync()
    {
        var all = new TokensService.TokensServiceClient(tokens.Given);
        scimSecret = (await all.IssueTokenAsync(new() { OrganizationId = organizationId, Label = "Okta", Cause = By() })).Secret;
        return (
            (await all.IssueTokenAsync(new() { OrganizationId = organizationId, Kind = TokenKind.Api, Label = "Script", Scopes = { Scope.Read, Scope.Write }, Cause = By() })).Secret,
            (await all.IssueTokenAsync(new() { Kind = TokenKind.Support, Label = "Support", Scopes = { Scope.Read, Scope.Write }, Cause = By() })).Secret);
    }

    private Dictionary<string, string?> SettingsOf(TestProvider provider) => new()
    {
        ["AdminCenter:Url"] = "http://127.0.0.1:0",
        ["AdminCenter:PublicBaseUrl"] = AdminWithProvider.PublicBaseUrl,
        ["AdminCenter:ApiBurst"] = "5000",
        ["AdminCenter:Providers:0:Name"] = AdminWithProvider.ProviderName,
        ["AdminCenter:Providers:0:Authority"] = provider.Issuer.ToString(),
        ["AdminCenter:Providers:0:ClientId"] = TestProvider.ClientId,
        ["AdminCenter:Providers:0:ClientSecret"] = TestProvider.ClientSecret,
        ["AdminCenter:Providers:0:Organization"] = organizationId,
    };

    // It starts with logs that it knows from before, as after a loss of their data: so it takes the snapshots, then follows.
    private async Task ForgetAsync(StoreSession session)
    {
        foreach (var source in new[] { "identity", "groups", "tokens" })
        {
            await session.TryCommitAsync(new AppliedPositions(session).Reset(
                new(Partition.Of(organizationId)), source, new() { Epoch = "00000000000000000000000000000001", Sequence = 9 }));
        }
    }

    private async Task UseOrganizationsAsync()
    {
        var second = (await support.PostAsync("/api/v1/organizations", new JsonObject { ["name"] = "Second", ["mode"] = "scim" })).Being(HttpStatusCode.Created).Text("id");
        await SystemGroupsAsync(second);
        (await support.PutAsync($"/api/v1/organizations/{second}/mode", new JsonObject { ["mode"] = "jit" })).Being(HttpStatusCode.OK);
        (await support.GetAsync("/api/v1/organizations")).List("organizations").Count.ShouldBe(2);
        (await script.GetAsync(home)).Text("name").ShouldBe("Contract");
    }

    private async Task<AdminCaller> SignInAsync(IServiceProvider services, RunningAdminCenter center, TestProvider provider)
    {
        provider.People["cleo"] = Person.Of("cleo@example.com");
        var cookies = new CookieContainer();
        using var visitor = center.NewVisitor(cookies);
        using var atProvider = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var back = await atProvider.GetAsync(new Uri($"{await AdminWithProvider.BeginAsync(visitor)}&login_hint=cleo"));
        (await visitor.GetAsync(back.Headers.Location)).Headers.Location!.OriginalString.ShouldBe("/");
        (await visitor.GetAsync($"/o/{organizationId}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var session = cookies.GetCookies(center.PublicBaseUrl)["__Host-optiid-session"]!.Value;
        return (await services.GetRequiredService<Gate>().FindAsync(session, isClick: true))!;
    }

    private async Task UsePagesAsync(IServiceProvider services, AdminCaller caller)
    {
        await using (await ShownPage.OpenAsync<BeginOrganization>(services, caller, new() { ["Organization"] = organizationId }))
        {
            // It asks by itself.
        }

        await using var members = await ShownPage.OpenAsync<GroupMembers>(services, caller, new() { ["Organization"] = organizationId, ["Group"] = administrators });
        await members.TypeAsync("ann");
    }

    private async Task UseUsersAsync()
    {
        var body = new JsonObject { ["userName"] = "ben@example.com", ["givenName"] = "Ben", ["familyName"] = "Franklin" };
        var ben = (await script.PostAsync($"{home}/users", body)).Being(HttpStatusCode.Created).Text("id");
        (await script.PostAsync($"{home}/users", body)).Refused(HttpStatusCode.Conflict, "USER_NAME_TAKEN");
        body["familyName"] = "King";
        (await script.PutAsync($"{home}/users/{ben}", body)).Being(HttpStatusCode.OK);
        (await script.GetAsync($"{home}/users/{ben}")).Text("familyName").ShouldBe("King");
        (await script.GetAsync($"{home}/users/{Absent}")).Refused(HttpStatusCode.NotFound, "USER_NOT_FOUND");
        (await script.GetAsync($"{home}/users?text=ann")).List("users").Count.ShouldBe(1);
        (await script.GetAsync($"{home}/users/{ben}/history")).List("changes").Count.ShouldBe(2);
        (await script.PostAsync($"{home}/users/{cleo}/release")).Being(HttpStatusCode.OK).Text("source").ShouldBe("local");
        (await script.DeleteAsync($"{home}/users/{ben}")).Being(HttpStatusCode.NoContent);
        (await script.PostAsync($"{home}/users/{ben}/erase")).Being(HttpStatusCode.NoContent);
    }

    private async Task UseGroupsAsync()
    {
        var group = (await script.PostAsync($"{home}/groups", new JsonObject { ["displayName"] = "Editors" })).Being(HttpStatusCode.Created).Text("id");
        var address = $"{home}/groups/{group}";
        (await script.PatchAsync(address, new JsonObject { ["displayName"] = "Authors" })).Being(HttpStatusCode.OK);
        (await script.PostAsync($"{address}/members", new JsonObject { ["userIds"] = new JsonArray(ann, cleo) })).Body!["added"]!.GetValue<int>().ShouldBe(2);
        (await script.GetAsync($"{address}/members")).List("members").Count.ShouldBe(2);
        (await script.DeleteAsync($"{address}/members/{cleo}")).Being(HttpStatusCode.NoContent);
        (await script.GetAsync($"{home}/groups?text=aut")).List("groups").Count.ShouldBe(1);
        (await script.GetAsync($"{home}/groups/{pushed}")).Text("displayName").ShouldBe("Pushed");
        (await script.DeleteAsync($"{home}/groups/{pushed}")).Refused(HttpStatusCode.Conflict, "MANAGED_BY_IDENTITY_PROVIDER");
        (await script.GetAsync($"{home}/users/{ann}/groups")).List("groups").Count.ShouldBe(2);
        (await script.GetAsync($"{home}/users/{ann}/membership-history")).Being(HttpStatusCode.OK);
        (await script.GetAsync($"{home}/groups/{pushed}/parked")).List("members").Count.ShouldBe(1);
        (await script.GetAsync($"{home}/users/{Absent}/parked")).List("groups").Count.ShouldBe(1);
        (await script.GetAsync($"{address}/history")).List("changes").Count.ShouldBe(4);
        (await script.DeleteAsync(address)).Being(HttpStatusCode.NoContent);
        (await script.PostAsync($"{home}/groups/{pushed}/release")).Being(HttpStatusCode.OK).Text("source").ShouldBe("local");
    }

    private async Task UseInstancesAsync(IServiceProvider services)
    {
        var body = new JsonObject { ["product"] = "CMS", ["name"] = "Site", ["environment"] = "Test", ["roles"] = new JsonArray("editor") };
        var instance = (await script.PostAsync($"{home}/instances", body)).Being(HttpStatusCode.Created).Text("id");
        var address = $"{home}/instances/{instance}";
        body["name"] = "Website";
        (await script.PutAsync(address, body)).Being(HttpStatusCode.OK);
        (await script.GetAsync(address)).Text("name").ShouldBe("Website");
        (await script.GetAsync($"{home}/instances")).List("instances").Count.ShouldBe(1);

        var grant = new JsonObject { ["make"] = new JsonArray(new JsonObject { ["instanceId"] = instance, ["role"] = "editor" }) };
        await AtAccessAsync(async real => (await real.PreviewGrantsAsync(
            new() { OrganizationId = organizationId, GroupId = pushed, Make = { new PreviewedRole { InstanceId = instance, Role = "editor" } } })).Effects is [{ Users: 1 }]);
        (await script.PostAsync($"{home}/groups/{pushed}/grants/preview", grant)).List("effects").Single()!["users"]!.GetValue<int>().ShouldBe(1);
        (await script.PatchAsync($"{home}/groups/{pushed}/grants", grant)).List("grants").Count.ShouldBe(1);
        (await script.GetAsync($"{home}/groups/{pushed}/grants")).List("grants").Count.ShouldBe(1);
        await AtAccessAsync(async real => (await real.ListUsersOfInstanceAsync(new() { OrganizationId = organizationId, InstanceId = instance })).Users.Count == 1);
        (await script.GetAsync($"{home}/users/{ann}/access")).List("instances").Count.ShouldBe(1);
        (await script.GetAsync($"{address}/users")).List("users").Count.ShouldBe(1);
        (await script.GetAsync($"{home}/access?user={ann}&instance={instance}")).List("paths").Count.ShouldBe(1);
        var use = await services.GetRequiredService<InstanceUses>().ReadAsync(organizationId, [new() { Id = instance }], CancellationToken.None);
        use[instance].Groups.Single().Name.ShouldBe("Pushed");
        (await script.DeleteAsync(address)).Being(HttpStatusCode.NoContent);
    }

    private async Task UseTokensAsync()
    {
        var address = $"{home}/provisioning/tokens";
        var token = (await script.PostAsync(address, new JsonObject { ["label"] = "Entra" })).Being(HttpStatusCode.Created).Body!["token"]!["id"]!.GetValue<string>();
        (await script.PostAsync($"{address}/{token}/replace")).Being(HttpStatusCode.Created);
        (await script.DeleteAsync($"{address}/{token}")).Being(HttpStatusCode.NoContent);
        (await script.GetAsync(address)).List("tokens").Count.ShouldBe(2);
    }

    // A SCIM client reads, writes what is so already, and is refused: at identity and groups nothing changes.
    private async Task UseProvisioningLogAsync()
    {
        var (client, person) = ($"Bearer {scimSecret}", ScimBodies.User("ann@example.com"));
        (await gateway.GiveAsync("GET", "/scim/v2/Users?filter=userName%20eq%20%22ann@example.com%22", client)).ShouldBe(200);
        (await gateway.GiveAsync("PUT", $"/scim/v2/Users/{ann}", client, person)).ShouldBe(200);
        (await gateway.GiveAsync("POST", "/scim/v2/Users", client, person)).ShouldBe(409);
        if (gateway.Real is { } real)
        {
            using var direct = GrpcChannel.ForAddress(real);
            var log = new ProvisioningLogService.ProvisioningLogServiceClient(direct);
            await Eventually.HoldsAsync(async () => (await log.ListRequestsAsync(new() { OrganizationId = organizationId })).Requests.Count == 3);
        }

        (await script.GetAsync($"{home}/provisioning")).Body!["requestsToday"]!.GetValue<int>().ShouldBe(3);
        var failed = (await script.GetAsync($"{home}/provisioning/requests?onlyFailed=true")).List("requests").Single()!;
        (await script.GetAsync($"{home}/provisioning/requests/{failed["requestId"]}")).Being(HttpStatusCode.OK);
        (await script.GetAsync($"{home}/provisioning/requests?after=1")).List("requests").Count.ShouldBe(2);
        (await script.GetAsync($"{home}/users/{ann}")).Body!["lastSync"].ShouldNotBeNull();
    }

    private async Task SystemGroupsAsync(string organization)
    {
        if (groups.Real is { } real)
        {
            using var direct = GrpcChannel.ForAddress(real);
            var all = new GroupsService.GroupsServiceClient(direct);
            await Eventually.HoldsAsync(async () => (await all.ListGroupsAsync(new() { OrganizationId = organization, IncludeSystem = true, Count = 10 })).Groups.Count == 2);
        }
    }

    private async Task AtAccessAsync(Func<AccessService.AccessServiceClient, Task<bool>> condition)
    {
        if (access.Real is { } real)
        {
            using var direct = GrpcChannel.ForAddress(real);
            await Eventually.HoldsAsync(async () =>
            {
                try
                {
                    return await condition(new(direct));
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
                {
                    return false; // access hasn't heard of it yet
                }
            });
        }
    }

    // Of Support, who has no token: nobody has to be asked who that is.
    private static Cause By() => new() { RequestId = Guid.NewGuid().ToString("N"), Actor = "support:Grace" };
}
