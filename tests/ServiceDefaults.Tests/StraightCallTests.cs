using Grpc.Core;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>Calls without a sidecar: one address, or several.</summary>
public sealed class StraightCallTests
{
    private const string Secret = "a secret of at least thirty-two characters";

    [Fact]
    public async Task ACaller_ShowsTheSharedSecret_AndWhoDoesntIsRefused()
    {
        await using var callee = await StubService.StartAsync(secret: Secret);
        using var caller = new StubCaller(("Services:tokens", callee.Address.ToString()), ("Callers:Secret", Secret));
        using var stranger = new StubCaller(("Services:tokens", callee.Address.ToString()));

        (await caller.CallOnceAsync()).ShouldBe(StatusCode.OK);
        (await stranger.CallOnceAsync()).ShouldBe(StatusCode.PermissionDenied);
        callee.Calls.Single().Get("dapr-app-id").ShouldBeNull();
        callee.Calls.Single().Get("dapr-stream").ShouldBeNull();
    }

    [Fact]
    public async Task WhatMayBeSentAgain_IsSentAgainWhileTheCalleeIsAway_WhatMaynt_Isnt()
    {
        await using var callee = await StubService.StartAsync();
        using var caller = new StubCaller(("Services:tokens", callee.Address.ToString()));

        callee.BeAwayForTheFirst(2);
        (await caller.CallRepeatableAsync()).ShouldBe(StatusCode.OK);
        callee.Calls.Count.ShouldBe(3);

        callee.BeAwayForTheFirst(100);
        (await caller.CallOnceAsync()).ShouldBe(StatusCode.Unavailable);
        callee.Calls.Count.ShouldBe(4);
    }

    [Fact]
    public async Task OfSeveralReplicas_EachIsCalled_AndOneThatIsGone_FailsNoCall()
    {
        await using var one = await StubService.StartAsync();
        var other = await StubService.StartAsync();
        using var caller = new StubCaller(("Services:tokens", $"{one.Address}, {other.Address}"));
        for (var call = 0; call < 20; call++)
        {
            (await caller.CallOnceAsync()).ShouldBe(StatusCode.OK);
        }

        one.Calls.Count.ShouldBeGreaterThan(0);
        other.Calls.Count.ShouldBeGreaterThan(0);
        await other.DisposeAsync();
        for (var call = 0; call < 20; call++)
        {
            (await caller.CallRepeatableAsync()).ShouldBe(StatusCode.OK);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}, http://127.0.0.1:1")]
    public async Task ACallee_ThatComesLate_IsFound(string addresses)
    {
        var port = FreePorts.Find();
        using var caller = new StubCaller(("Services:tokens", string.Format(null, addresses, port)));
        (await caller.CallRepeatableAsync()).ShouldBe(StatusCode.Unavailable);
        await using var callee = await StubService.StartAsync($"http://127.0.0.1:{port}");
        StatusCode status;
        for (var attempt = 1; (status = await caller.CallRepeatableAsync()) != StatusCode.OK && attempt < 20; attempt++)
        {
            await Task.Delay(500); // it is looked for about once a second
        }

        status.ShouldBe(StatusCode.OK);
    }

    [Theory]
    [InlineData("", "is not set")]
    [InlineData("identity:5102", "no address")]
    [InlineData("http://127.0.0.1:5102, elsewhere", "no address")]
    [InlineData(",", "no address")]
    [InlineData("http://127.0.0.1:5102, https://127.0.0.1:5103", "mixes http and https")]
    [InlineData("dapr:", "names no app id")]
    public async Task ASettingThatIsNoAddress_IsRefusedWithItsName(string setting, string problem)
    {
        using var caller = new StubCaller(("Services:tokens", setting));
        var refused = await Should.ThrowAsync<InvalidOperationException>(caller.CallOnceAsync);
        refused.Message.ShouldStartWith("Services:tokens");
        refused.Message.ShouldContain(problem);
    }
}
