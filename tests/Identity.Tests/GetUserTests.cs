using OptiId.Errors.V1;
using OptiId.Hosting;
using Xunit;

namespace OptiId.Identity.Tests;

/// <summary>What a request must say at least.</summary>
public sealed class GetUserTests(RunningOnEmbedded running)
{
    [Fact]
    public Task ARequestWithoutAnOrganization_IsRefusedWithASentence() => Refused.WithAsync(
        Reason.InvalidValue, async () => await running.Services.Users.GetUserAsync(new() { UserId = "anybody" }));
}
