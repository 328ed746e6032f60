using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using OptiId.AdminCenter.Storage;
using OptiId.Groups.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>What pages ask by themselves is asked once a second, however much of it there is; clicks are asked each time (P23).</summary>
public sealed class GateTests(RunningOnEmbedded running)
{
    [Fact]
    public async Task ManyPolls_AskOnce_AndStillSeeTheEnd()
    {
        var tenant = await running.NewTenantAsync();
        var (userId, _) = (await tenant.NewAdministratorAsync(), await tenant.NewAdministratorAsync()); // the last one stays
        var sessions = new SessionStore(running.Store.OpenSession("admin"), Options.Create(new AdminCenterOptions()), TimeProvider.System);
        using var channel = GrpcChannel.ForAddress(running.Services.GroupsAddress);
        var calls = new Calls();
        using var gate = new Gate(sessions, new GroupsService.GroupsServiceClient(channel.Intercept(calls)));
        var secret = await sessions.BeginAsync(new(CallerKind.Administrator, userId, tenant.Id, "Ann"), null);
        var caller = (await gate.FindAsync(secret, isClick: true)).ShouldNotBeNull();
        var before = calls.Number;

        for (var i = 0; i < 1_000; i++)
        {
            (await gate.AdmitsAsync(caller, isClick: false)).ShouldBeTrue();
        }

        (calls.Number - before).ShouldBeLessThan(100); // each second once
        before = calls.Number;
        (await gate.AdmitsAsync(caller)).ShouldBeTrue();
        calls.Number.ShouldBe(before + 1);

        await tenant.EndAdministratorAsync(userId);

        (await gate.AdmitsAsync(caller)).ShouldBeFalse();
        (await gate.AdmitsAsync(caller, isClick: false)).ShouldBeFalse(); // what a click found out holds for polls at once
    }

    [Fact]
    public async Task APoll_SeesTheEnd_WithoutAClick()
    {
        var sessions = new SessionStore(running.Store.OpenSession("admin"), Options.Create(new AdminCenterOptions { SignInLinks = true }), TimeProvider.System);
        using var gate = new Gate(sessions, null!);
        var secret = await sessions.BeginAsync(new(CallerKind.Support, "joan", "", "Joan"), null);
        var caller = (await gate.FindAsync(secret, isClick: true)).ShouldNotBeNull();
        (await gate.AdmitsAsync(caller, isClick: false)).ShouldBeTrue();

        await sessions.EndAsync(caller.Key);

        await Eventually.HoldsAsync(async () => !await gate.AdmitsAsync(caller, isClick: false));
    }

    private sealed class Calls : Interceptor
    {
        private int number;

        public int Number => number;

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            Interlocked.Increment(ref number);
            return continuation(request, context);
        }
    }
}
