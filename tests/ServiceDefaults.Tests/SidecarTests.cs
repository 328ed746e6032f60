using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OptiId.Sidecar;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>The sidecar of the tests passes every kind of call on as it is, and holds access control as daprd's source says.</summary>
public sealed class SidecarTests : IAsyncLifetime
{
    private readonly SidecarNetwork network = new(Manifests.Of("kind: Nothing"));
    private readonly int port = FreePorts.Find();
    private WebApplication app = null!;
    private GrpcChannel channel = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        app = builder.Build();
        app.MapGrpcService<Echo>();
        await app.StartAsync();
        await network.AddAsync(new("echo", new($"http://127.0.0.1:{port}")));
        channel = GrpcChannel.ForAddress((await network.AddAsync(new("caller", new("http://127.0.0.1:1")))).Address);
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        await network.DisposeAsync();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task AUnaryCall_AndItsTrailers_PassAsTheyAre()
    {
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(EchoBase.SayMethod, null, ToEcho(), "grüezi");
        (await call.ResponseAsync).ShouldBe("grüezi");
        call.GetTrailers().GetValue("said").ShouldBe("so");
    }

    [Fact]
    public async Task AnError_KeepsItsStatusAndItsWords()
    {
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(EchoBase.SayMethod, null, ToEcho(), "fail weil’s nicht geht, 100 %");
        var error = await Should.ThrowAsync<RpcException>(async () => await call.ResponseAsync);
        error.Status.ShouldBe(new Status(StatusCode.FailedPrecondition, "weil’s nicht geht, 100 %"));
    }

    [Fact]
    public async Task AStreamOfAnswers_Passes()
    {
        using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(EchoBase.SpellMethod, null, ToEcho(), "okta");
        (await call.ResponseStream.ReadAllAsync().ToListAsync()).ShouldBe(["o", "k", "t", "a"]);
    }

    [Fact]
    public async Task AStreamOfRequests_Passes()
    {
        using var call = channel.CreateCallInvoker().AsyncClientStreamingCall(EchoBase.JoinMethod, null, ToEcho());
        foreach (var letter in "okta")
        {
            await call.RequestStream.WriteAsync(letter.ToString());
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseAsync).ShouldBe("okta");
    }

    [Fact]
    public async Task AConversation_GoesOnWordByWord()
    {
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(EchoBase.TalkMethod, null, ToEcho());
        foreach (var word in new[] { "one", "two", "three" })
        {
            await call.RequestStream.WriteAsync(word);
            (await call.ResponseStream.MoveNext()).ShouldBeTrue(); // before the next is said
            call.ResponseStream.Current.ShouldBe($"{word}?");
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task AnAppThatNobodyKnows_IsUnavailable()
    {
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(EchoBase.SayMethod, null, new(new Metadata { { "dapr-app-id", "nobody" } }), "hello");
        (await Should.ThrowAsync<RpcException>(async () => await call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unavailable);
    }

    [Theory]
    [InlineData("caller", "/a.Service/Read", true)]
    [InlineData("caller", "/a.Service/read", false)] // case counts
    [InlineData("caller", "/a.Service/Write", false)]
    [InlineData("caller", "/b.Service/Anything", true)] // /*
    [InlineData("caller", "/b.Service/Secret", false)] // said more exactly
    [InlineData("caller", "/b.Service/Any/thing", false)] // one segment
    [InlineData("caller", "/c.Service/Any/thing", true)] // /**
    [InlineData("other", "/a.Service/Read", false)]
    public void AccessControl_IsHeldByMethodAndCaller(string caller, string method, bool allowed) => Manifests.Of("""
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata: { name: callee }
        spec:
          accessControl:
            defaultAction: deny
            policies:
              - appId: caller
                defaultAction: deny
                operations:
                  - { name: /a.Service/Read, action: allow }
                  - { name: /b.Service/*, action: allow }
                  - { name: /b.Service/Secret, action: deny }
                  - { name: /c.Service/**, action: allow }
        """).AccessControls["callee"].Allows(caller, method).ShouldBe(allowed);

    private static CallOptions ToEcho() => new(new Metadata { { "dapr-app-id", "echo" } });
}
