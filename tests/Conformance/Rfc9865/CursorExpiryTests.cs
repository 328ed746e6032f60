using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Conformance.Tests.Rfc9865;

/// <summary>RFC 9865 §2.1 and §4: a cursor lives as long as is said, and no longer.</summary>
public sealed class CursorExpiryTests(RunningOnFakeClock running)
{
    [Theory, Requirement("9865-2.1-01", "9865-4-08")]
    [InlineData("/Users")]
    [InlineData("/Groups")]
    [InlineData("")]
    public async Task ACursor_ExpiresAfterTheTimeoutThatIsSaid(string endpoint)
    {
        var tenant = await running.NewTenantAsync();
        var gateway = await running.Services.StartGatewayAsync(new() { ["Gateway:RequestsPerSecond"] = "0" });
        using var scim = ScimClient.WithToken(gateway, (await running.Services.IssueTokenAsync(tenant.Id)).Secret);
        await tenant.NewUsersAsync(3);
        foreach (var name in new[] { "a", "b", "c" })
        {
            (await scim.PostAsync("/Groups", ScimBodies.Group(name))).Status.ShouldBe(201);
        }

        var timeout = TimeSpan.FromSeconds((int)(await scim.GetAsync("/ServiceProviderConfig")).Body["pagination"]!["cursorTimeout"]!);
        var cursor = (string)(await scim.GetAsync($"{endpoint}?cursor=&count=1")).Body["nextCursor"]!;
        running.Pass(timeout - TimeSpan.FromSeconds(10));
        var second = await scim.GetAsync($"{endpoint}?cursor={cursor}&count=1");
        second.Status.ShouldBe(200, second.Text);

        // Each page's cursor has the time anew.
        running.Pass(timeout - TimeSpan.FromSeconds(10));
        (await scim.GetAsync($"{endpoint}?cursor={(string)second.Body["nextCursor"]!}&count=1")).Status.ShouldBe(200);
        running.Pass(TimeSpan.FromSeconds(20));
        var expired = await scim.GetAsync($"{endpoint}?cursor={(string)second.Body["nextCursor"]!}&count=1");
        (expired.Status, expired.ScimType).ShouldBe((400, "expiredCursor"), expired.Text);
    }
}
