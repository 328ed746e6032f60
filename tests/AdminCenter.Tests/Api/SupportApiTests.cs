using System.Net;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests.Api;

public sealed class SupportApiTests(RunningApi api) : IClassFixture<RunningApi>
{
    [Fact]
    public async Task P1_Support_CreatesAnOrganization_AndSwitchesItsMode()
    {
        var support = await api.NewSupportClientAsync();
        var name = $"Mosey {Guid.NewGuid():N}";

        var created = (await support.PostAsync("/api/v1/organizations", new JsonObject { ["name"] = name })).Being(HttpStatusCode.Created);
        var home = created.Response.Headers.Location!.OriginalString;
        created.Text("mode").ShouldBe("jit");
        (await support.PutAsync($"{home}/mode", new JsonObject { ["mode"] = "scim" })).Being(HttpStatusCode.OK).Position.ShouldNotBeNull();

        (await support.GetAsync(home)).Text("mode").ShouldBe("scim");
        (await support.GetAsync($"/api/v1/organizations?nameContains={name[..20].ToUpperInvariant()}")).List("organizations").Single()!["id"]!.GetValue<string>().ShouldBe(created.Text("id"));
        (await support.GetAsync($"{home}/audit?action=organization.")).List("entries").Select(entry => entry!["actor"]!.GetValue<string>()).ShouldAllBe(actor => actor.StartsWith("support:token "));
        (await support.GetAsync("/api/v1/organizations/none/users")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WhatIsSupports_IsOutOfAnAdministratorsReach()
    {
        var (_, client, home) = await api.NewClientAsync();

        (await client.GetAsync("/api/v1/organizations")).Refused(HttpStatusCode.Forbidden, "CALLER_REFUSED");
        (await client.PutAsync($"{home}/mode", new JsonObject { ["mode"] = "jit" })).Refused(HttpStatusCode.Forbidden, "CALLER_REFUSED");
        (await client.GetAsync("/api/v1/support/audit")).Refused(HttpStatusCode.Forbidden, "CALLER_REFUSED");
    }

    [Fact]
    public async Task SupportsOwnAuditLog_TellsOfItsTokens()
    {
        var support = await api.NewSupportClientAsync();
        var issued = await support.PostAsync("/api/v1/support/tokens", new JsonObject { ["label"] = "Nightly" });

        (await support.GetAsync($"/api/v1/support/audit?target={issued.Body!["token"]!["id"]}")).List("entries").Single()!["action"]!.GetValue<string>().ShouldBe("token.issued");
        (await support.GetAsync("/api/v1/support/audit/verify")).Body!["intact"]!.GetValue<bool>().ShouldBeTrue();
    }
}
