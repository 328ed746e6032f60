namespace OptiId.Scim.Tests;

/// <summary>What <see cref="Soon"/> lets pass and what it doesn't.</summary>
public sealed class SoonTests
{
    [Fact]
    public void WorkThatDoesNotEnd_Fails()
    {
        using var ended = new ManualResetEventSlim();
        Should.Throw<Xunit.Sdk.FailException>(() => Soon.Ends(ended.Wait, TimeSpan.FromMilliseconds(50))).Message.ShouldContain("no end after");
        ended.Set();
    }

    [Fact]
    public void WorkThatThrows_Throws() =>
        Should.Throw<InvalidOperationException>(() => Soon.Ends(() => throw new InvalidOperationException("wrong"))).Message.ShouldBe("wrong");
}
