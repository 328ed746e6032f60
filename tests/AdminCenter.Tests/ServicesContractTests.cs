using System.Text.Json.Nodes;
using OptiId.Contracts;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>What the Admin Center asks of the services, without them: by the contracts admin-center-*.json, or with all five to record those anew.</summary>
public sealed class ServicesContractTests
{
    private static readonly string[] Providers = ["identity", "groups", "access", "tokens", "scim-gateway"];

    [Fact]
    public async Task TheAdminCenterAsks_WhatTheContractsSay()
    {
        if (!Contract.IsWriting)
        {
            await RunAsync(All());
            return;
        }

        var steps = new Steps();
        await using var identity = await Border.RecordAsync(steps, "admin-center-identity", _ => LoneService.StartAsync(Identity.Program.Build));
        await using var groups = await Border.RecordAsync(steps, "admin-center-groups", async border =>
            await LoneService.StartAsync(Groups.Program.Build, new() { ["identity"] = await border.RecordBehindAsync("identity", identity.Real!) }));
        await using var access = await Border.RecordAsync(steps, "admin-center-access", async border => await LoneService.StartAsync(Access.Program.Build, new()
        {
            ["identity"] = await border.RecordBehindAsync("identity", identity.Real!),
            ["groups"] = await border.RecordBehindAsync("groups", groups.Real!),
        }));
        await using var tokens = await Border.RecordAsync(steps, "admin-center-tokens", _ => LoneService.StartAsync(Tokens.Program.Build));
        await using var gateway = await Border.RecordAsync(steps, "admin-center-scim-gateway", async border => await LoneService.StartAsync(
            ScimGateway.Program.Build,
            new()
            {
                ["identity"] = await border.RecordBehindAsync("identity", identity.Real!),
                ["groups"] = await border.RecordBehindAsync("groups", groups.Real!),
                ["tokens"] = await border.RecordBehindAsync("tokens", tokens.Real!),
            },
            new() { ["Gateway:Url"] = "http://127.0.0.1:0", ["Gateway:PublicBaseUrl"] = RunningServices.PublicBaseUrl, ["Gateway:CallerCacheMilliseconds"] = "0" }));
        await RunAsync(identity, groups, access, tokens, gateway);
    }

    [Theory]
    [InlineData("identity", "SetProvisioningMode")]
    [InlineData("groups", "CheckMembers")]
    [InlineData("access", "PreviewGrants")]
    [InlineData("tokens", "RevokeToken")]
    [InlineData("scim-gateway", "FollowRequests")]
    public async Task AnInteractionThatIsMissing_Shows(string provider, string method)
    {
        var contracts = All();
        var at = Array.IndexOf(Providers, provider);
        contracts[at] = contracts[at].Without(contracts[at].IndexOf(method));
        var failure = await Should.ThrowAsync<ContractException>(RunAsync(contracts));
        failure.Message.ShouldStartWith($"Contract admin-center-{provider}:\nnot in the contract: Call ");
        failure.Message.ShouldContain($"/{method} ");
    }

    [Theory]
    [InlineData("identity", "ListOrganizations")]
    [InlineData("groups", "CheckAdministrator")]
    [InlineData("tokens", "IssueToken")]
    [InlineData("scim-gateway", "GetProvisioningStatus")]
    public async Task AnEmptyAnswer_Shows(string provider, string method)
    {
        var contracts = All();
        var at = Array.IndexOf(Providers, provider);
        contracts[at] = contracts[at].With(contracts[at].IndexOf(method), one => one with { Answers = [new JsonObject()] });
        (await Record.ExceptionAsync(() => RunAsync(contracts))).ShouldBeOfType<ShouldAssertException>();
    }

    private static Contract[] All() => [.. Providers.Select(provider => Contract.Read("admin-center", provider))];

    private static async Task RunAsync(Contract[] contracts)
    {
        var steps = new Steps();
        await using var identity = await Border.AnswerAsync(steps, contracts[0]);
        await using var groups = await Border.AnswerAsync(steps, contracts[1]);
        await using var access = await Border.AnswerAsync(steps, contracts[2]);
        await using var tokens = await Border.AnswerAsync(steps, contracts[3]);
        await using var gateway = await Border.AnswerAsync(steps, contracts[4]);
        await RunAsync(identity, groups, access, tokens, gateway);
    }

    private static Task RunAsync(Border identity, Border groups, Border access, Border tokens, Border gateway) =>
        Border.AgreeAsync(new ServicesScenario(identity, groups, access, tokens, gateway).RunAsync, identity, groups, access, tokens, gateway);
}
