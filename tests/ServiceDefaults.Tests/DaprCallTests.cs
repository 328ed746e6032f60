using Grpc.Core;
using OptiId.Sidecar;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>Calls through the sidecars of both sides: tokens both ways, access control, what is repeated and by whom.</summary>
public sealed class DaprCallTests : IAsyncLifetime
{
    private const string ApiToken = "the token of the caller's sidecar's API";
    private const string AppToken = "the token by which an app knows its sidecar";

    private const string Yaml = """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata: { name: tokens }
        spec:
          accessControl:
            defaultAction: deny
            policies:
              - appId: caller
                defaultAction: deny
                operations:
                  - { name: /optiid.tokens.v1.TokensService/AuthenticateToken, action: allow }
                  - { name: /optiid.tokens.v1.TokensService/IssueToken, action: allow }
                  - { name: /optiid.gateway.v1.ProvisioningLogService/*, action: allow }
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata: { name: optiid }
        spec:
          policies:
            timeouts: { call: 2s }
            retries:
              unavailable: { policy: constant, duration: 20ms, maxRetries: 2, matching: { gRPCStatusCodes: "14" } }
          targets:
            apps:
              tokens: { timeout: call, retry: unavailable }
        """;

    private readonly SidecarNetwork network = new(Manifests.Of(Yaml));
    private readonly int calleePort = FreePorts.Find();
    private StubService? callee;
    private Sidecar.Sidecar sidecarOfCallee = null!;
    private Sidecar.Sidecar sidecarOfCaller = null!;

    public async ValueTask InitializeAsync()
    {
        await StartCalleeAsync();
        sidecarOfCallee = await network.AddAsync(new("tokens", new($"http://127.0.0.1:{calleePort}"), ApiToken: "another", AppToken, "tokens"));
        sidecarOfCaller = await network.AddAsync(new("caller", new("http://127.0.0.1:1"), ApiToken));
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        await StopCalleeAsync();
    }

    [Fact]
    public async Task ACall_ReachesTheAppOfThatName_WithTheTokenOfItsOwnSidecar_AndNoSecretOfTheCallers()
    {
        using var caller = NewCaller(("Callers:Secret", "not for the other side's sidecar, at all"));
        (await caller.Tokens.IssueTokenAsync(new() { Label = "Okta" })).Secret.ShouldBe("Okta");

        var head = callee!.Calls.Single();
        head.GetValue("dapr-api-token").ShouldBe(AppToken);
        head.GetValue("dapr-caller-app-id").ShouldBe("caller");
        head.Get("dapr-app-id").ShouldBeNull();
        head.Get("optiid-caller-secret").ShouldBeNull();
    }

    [Fact]
    public async Task WhoComesPastTheSidecar_IsRefused_UnlessWithTheToken()
    {
        using var past = new StubCaller(("Services:tokens", callee!.Address.ToString()));
        using var guessing = new StubCaller(("Services:tokens", callee.Address.ToString()), ("Callers:Secret", AppToken[..^1] + "?"));
        using var operators = new StubCaller(("Services:tokens", callee.Address.ToString()), ("Callers:Secret", AppToken));
        (await past.CallOnceAsync()).ShouldBe(StatusCode.PermissionDenied);
        (await guessing.CallOnceAsync()).ShouldBe(StatusCode.PermissionDenied);
        (await operators.CallOnceAsync()).ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task TheSidecarsQuestionsWithoutAToken_AreAnswered()
    {
        (await sidecarOfCallee.IsAppHealthyAsync()).ShouldBeTrue();
        (await sidecarOfCallee.ListSubscribedTopicsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ASidecar_TakesNoCallWithoutItsToken()
    {
        using var caller = new StubCaller(("Services:tokens", "dapr:tokens"), ("DAPR_GRPC_ENDPOINT", sidecarOfCaller.Address.ToString()), ("DAPR_API_TOKEN", "wrong"));
        (await caller.CallOnceAsync()).ShouldBe(StatusCode.Unauthenticated);
        callee!.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task WhatAccessControlDoesntAllow_NeverReachesTheCallee()
    {
        using var caller = NewCaller();
        var refused = await Should.ThrowAsync<RpcException>(async () => await caller.Tokens.RevokeTokenAsync(new()));
        refused.StatusCode.ShouldBe(StatusCode.PermissionDenied);

        await using var stranger = await network.AddAsync(new("stranger", new("http://127.0.0.1:1")));
        using var other = new StubCaller(("Services:tokens", "dapr:tokens"), ("DAPR_GRPC_ENDPOINT", stranger.Address.ToString()));
        (await other.CallRepeatableAsync()).ShouldBe(StatusCode.PermissionDenied);

        callee!.Calls.ShouldBeEmpty();
        network.Refused.ShouldBe(["caller → tokens /optiid.tokens.v1.TokensService/RevokeToken", "stranger → tokens /optiid.tokens.v1.TokensService/AuthenticateToken"]);
    }

    [Fact]
    public async Task WhatMayBeSentAgain_IsByTheSidecar_AndByNobodyElse()
    {
        using var caller = NewCaller();
        callee!.BeAwayForTheFirst(2);
        (await caller.CallRepeatableAsync()).ShouldBe(StatusCode.OK);
        callee.Calls.Count.ShouldBe(3);
        callee.Calls.ShouldAllBe(head => head.Get("dapr-stream") == null);

        callee.BeAwayForTheFirst(100);
        (await caller.CallRepeatableAsync()).ShouldBe(StatusCode.Unavailable);
        callee.Calls.Count.ShouldBe(3 + 3); // the first and two more: a client that repeated as well would make it twelve
    }

    [Fact]
    public async Task WhatMaynt_ReachesTheCalleeOnce()
    {
        using var caller = NewCaller();
        callee!.BeAwayForTheFirst(100);
        var refused = await Should.ThrowAsync<RpcException>(async () => await caller.Tokens.IssueTokenAsync(new()));
        refused.Status.ShouldBe(new Status(StatusCode.Unavailable, "away — für einen Augenblick"), "as the callee said it");
        callee.Calls.Single().GetValue("dapr-stream").ShouldBe("true");
    }

    [Fact]
    public async Task WhatAReplicaThatIsGoneNeverGot_GoesToAnother_Once()
    {
        await network.AddAsync(new("tokens", new($"http://127.0.0.1:{FreePorts.Find()}"), Configuration: "tokens"));
        using var caller = NewCaller();
        for (var call = 0; call < 10; call++)
        {
            (await caller.CallOnceAsync()).ShouldBe(StatusCode.OK);
        }

        callee!.Calls.Count.ShouldBe(10);
        await StopCalleeAsync();
        (await caller.CallOnceAsync()).ShouldBe(StatusCode.Unavailable);
    }

    [Fact]
    public async Task AStream_IsNotCutOffByTheTimeoutOfCalls()
    {
        using var caller = NewCaller();
        using var stream = caller.Log.FollowRequests(new());
        (await stream.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        var next = stream.ResponseStream.MoveNext(CancellationToken.None);
        (await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(4)))).ShouldNotBe(next);
        callee!.Calls.Single().GetValue("dapr-stream").ShouldBe("true");
    }

    [Fact]
    public async Task ADeadline_ReachesThroughBothSidecars()
    {
        using var caller = NewCaller();
        var ended = new TaskCompletionSource();
        callee!.Before = async (_, context) =>
        {
            context.Deadline.ShouldBeLessThan(DateTime.UtcNow.AddSeconds(2));
            using var registration = context.CancellationToken.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        };
        var late = await Should.ThrowAsync<RpcException>(async () => await caller.Tokens.IssueTokenAsync(new(), deadline: DateTime.UtcNow.AddSeconds(1)));
        late.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)); // the callee doesn't go on working for nobody
    }

    private StubCaller NewCaller(params IEnumerable<(string, string)> more) => new([
        ("Services:tokens", "dapr:tokens"), ("DAPR_GRPC_ENDPOINT", sidecarOfCaller.Address.ToString()), ("DAPR_API_TOKEN", ApiToken), .. more]);

    private async Task StartCalleeAsync() => callee = await StubService.StartAsync($"http://127.0.0.1:{calleePort}", AppToken);

    private async Task StopCalleeAsync()
    {
        if (callee is not null)
        {
            await callee.DisposeAsync();
            callee = null;
        }
    }
}
