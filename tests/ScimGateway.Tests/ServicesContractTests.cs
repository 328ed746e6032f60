using Grpc.Net.Client;
using OptiId.Contracts;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What the gateway asks of tokens, identity and groups, without them: by the contracts scim-gateway-*.json, or with all three to record those anew.</summary>
public sealed class ServicesContractTests
{
    private static readonly string[] Providers = ["tokens", "identity", "groups"];

    [Fact]
    public async Task TheGatewayAsks_WhatTheContractsSay()
    {
        if (!Contract.IsWriting)
        {
            await RunAsync([.. Providers.Select(provider => Contract.Read("scim-gateway", provider))]);
            return;
        }

        var steps = new Steps();
        await using var tokens = await Border.RecordAsync(steps, "scim-gateway-tokens", _ => LoneService.StartAsync(Tokens.Program.Build));
        await using var identity = await Border.RecordAsync(steps, "scim-gateway-identity", _ => LoneService.StartAsync(Identity.Program.Build));
        await using var groups = await Border.RecordAsync(steps, "scim-gateway-groups", async border =>
            await LoneService.StartAsync(Groups.Program.Build, new() { ["identity"] = await border.RecordBehindAsync("identity", identity.Real!) }));
        await RunAsync(tokens, identity, groups);
    }

    [Theory]
    [InlineData("tokens", "AuthenticateToken")]
    [InlineData("identity", "PatchUser")]
    [InlineData("groups", "DeleteGroup")]
    public async Task AnInteractionThatIsMissing_Shows(string provider, string method)
    {
        var contracts = Providers.Select(one => Contract.Read("scim-gateway", one)).ToArray();
        var at = Array.IndexOf(Providers, provider);
        contracts[at] = contracts[at].Without(contracts[at].IndexOf(method));
        (await Record.ExceptionAsync(() => RunAsync(contracts))).ShouldNotBeNull();
    }

    private static async Task RunAsync(Contract[] contracts)
    {
        var steps = new Steps();
        await using var tokens = await Border.AnswerAsync(steps, contracts[0]);
        await using var identity = await Border.AnswerAsync(steps, contracts[1]);
        await using var groups = await Border.AnswerAsync(steps, contracts[2]);
        await RunAsync(tokens, identity, groups);
    }

    private static async Task RunAsync(Border tokens, Border identity, Border groups)
    {
        var organization = await new OrganizationsService.OrganizationsServiceClient(identity.Given).CreateOrganizationAsync(
            new() { Name = "Contract", Mode = ProvisioningMode.Scim, Cause = RunningServices.NewCause() });
        var id = organization.Organization.Id;
        var token = await new TokensService.TokensServiceClient(tokens.Given).IssueTokenAsync(new() { OrganizationId = id, Label = "Okta", Cause = RunningServices.NewCause() });
        if (groups.Real is { } real)
        {
            using var direct = GrpcChannel.ForAddress(real);
            await Eventually.HoldsAsync(async () => (await new GroupsService.GroupsServiceClient(direct).ListGroupsAsync(
                new() { OrganizationId = id, IncludeSystem = true, Count = 10 })).Groups.Count == 2);
        }

        await using var gateway = await LoneService.StartAsync(
            Program.Build,
            new() { ["tokens"] = tokens.Provider, ["identity"] = identity.Provider, ["groups"] = groups.Provider },
            new() { ["Gateway:Url"] = "http://127.0.0.1:0", ["Gateway:PublicBaseUrl"] = RunningServices.PublicBaseUrl, ["Gateway:CallerCacheMilliseconds"] = "0" });
        var scim = new Uri(gateway.Address, "scim/v2");
        using var stranger = ScimClient.WithToken(scim, "optiid_scim_of_nobody");
        (await stranger.GetAsync("/Users")).Status.ShouldBe(401);
        using var client = ScimClient.WithToken(scim, token.Secret);
        await ProvisionAsync(client);
        using var http = new HttpClient();
        await http.GetAsync(new Uri(gateway.Address, "readyz")); // ready means that all three answer
        await tokens.FinishAsync();
        await identity.FinishAsync();
        await groups.FinishAsync();
    }

    private static async Task ProvisionAsync(ScimClient client)
    {
        var ann = await IdAsync(client.PostAsync("/Users", ScimBodies.User("ann@example.com")));
        await ShouldBeAsync(409, client.PostAsync("/Users", ScimBodies.User("ann@example.com")));
        await ShouldBeAsync(200, client.GetAsync("/Users?filter=userName%20eq%20%22ann@example.com%22"));
        await ShouldBeAsync(200, client.PutAsync($"/Users/{ann}", ScimBodies.User("ann@example.com", user => user["title"] = "Editor")));
        await ShouldBeAsync(200, client.PatchAsync($"/Users/{ann}", """{"op":"replace","path":"title","value":"Chief"}"""));

        var group = await IdAsync(client.PostAsync("/Groups", ScimBodies.Group("Editors", ann)));
        await ShouldBeAsync(200, client.GetAsync($"/Groups/{group}"));
        await ShouldBeAsync(200, client.GetAsync("/Groups?filter=displayName%20eq%20%22Editors%22"));
        (await client.GetAsync($"/Users/{ann}?attributes=groups")).Body["groups"]![0]!["value"]!.GetValue<string>().ShouldBe(group);
        await ShouldBeAsync(204, client.PatchAsync($"/Groups/{group}", $$"""{"op":"remove","path":"members[value eq \"{{ann}}\"]"}"""));
        await ShouldBeAsync(204, client.DeleteAsync($"/Groups/{group}"));
        await ShouldBeAsync(404, client.GetAsync($"/Groups/{group}"));

        await ShouldBeAsync(204, client.DeleteAsync($"/Users/{ann}"));
        await ShouldBeAsync(404, client.GetAsync($"/Users/{ann}"));
    }

    private static async Task<string> IdAsync(Task<ScimAnswer> created)
    {
        var answer = await created;
        answer.Status.ShouldBe(201);
        return answer.Id;
    }

    private static async Task ShouldBeAsync(int status, Task<ScimAnswer> answer) => (await answer).Status.ShouldBe(status);
}
