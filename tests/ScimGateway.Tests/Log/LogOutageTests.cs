using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using OptiId.Gateway.V1;
using OptiId.Hosting;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The log's store away, a stop, a full channel, two ports: SCIM goes on, and what isn't recorded is counted.</summary>
public sealed class LogOutageTests(RunningGateway running, LogOutageTests.StoreOfTheLog store) : IClassFixture<LogOutageTests.StoreOfTheLog>
{
    private Dictionary<string, string?> Settings => new() { ["Store:Connection"] = store.Store.Connection, ["Store:Embedded"] = "false" };

    [Fact]
    public async Task WithoutItsStore_ScimIsServed_TheGatewayIsReady_AndWhatIsNotRecordedIsCounted()
    {
        store.Store.SkipIfMissing();
        using var organization = await LoggedOrganization.NewAsync(running, Settings);
        await organization.Scim.PostAsync("/Users", ScimBodies.User("ann@example.com"));
        await organization.ReadAsync(1);
        await store.Store.Server.DownAsync();
        for (var index = 0; index < 3; index++)
        {
            (await organization.Scim.GetAsync("/Users")).Status.ShouldBe(200);
        }

        using (var http = new HttpClient())
        {
            (await http.GetAsync(new Uri(organization.Scim.BaseUrl, "/readyz"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await Should.ThrowAsync<RpcException>(organization.StatusAsync);
        await Task.Delay(TimeSpan.FromSeconds(4)); // longer than the writer waits for the store
        await store.Store.Server.UpAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await organization.Scim.PostAsync("/Users", ScimBodies.User($"{Guid.NewGuid():N}@example.com"));
            return await TryStatusAsync(organization) is { Head: > 1 };
        });
        (await organization.StatusAsync()).NotRecorded.ShouldBeGreaterThan(0ul);
        var log = await organization.ReadAsync(2);
        log.Select(entry => entry.Number).Order().ShouldBe(Enumerable.Range(1, log.Count).Select(number => (ulong)number));
    }

    [Fact]
    public async Task AKillOfTheStoreWhileRecording_LosesNoNumber_AndDoublesNone()
    {
        store.Store.SkipIfMissing();
        using var organization = await LoggedOrganization.NewAsync(running, Settings);
        var sent = 0ul;
        for (var round = 0; round < 4; round++, sent += 50)
        {
            var asked = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => organization.Scim.GetAsync("/Users?count=1")));
            await store.Store.Server.KillAsync();
            await asked;
        }

        GetProvisioningStatusResponse status = new();
        await Eventually.HoldsAsync(async () =>
        {
            await organization.Scim.GetAsync("/Users?count=1"); // the next entry tells what was lost
            sent++;
            status = await TryStatusAsync(organization) ?? status;
            return status.Head > 0 && status.Head + status.NotRecorded + 1 >= sent;
        });
        var log = await organization.ReadAsync((int)status.Head);
        log.Select(entry => entry.Number).ShouldBe(Enumerable.Range(1, log.Count).Reverse().Select(number => (ulong)number));
        log.Select(entry => entry.RequestId).Distinct().Count().ShouldBe(log.Count);
    }

    [Fact]
    public async Task AGatewayThatStopsInGoodOrder_WritesWhatWaits()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var (scim, grpc) = await running.Services.StartGatewayWithLogAsync(new() { ["Gateway:RequestsPerSecond"] = "0" });
        using var stopping = await LoggedOrganization.NewAsync(running, organization.Tenant, scim, grpc);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => stopping.Scim.GetAsync("/Users?count=1")));
        await running.Services.StopAsync(scim);
        (await organization.StatusAsync()).Head.ShouldBe(200ul);
    }

    [Fact]
    public void WhatComesTooFast_IsCounted_AndTakesNoMemory()
    {
        var recorder = new RequestRecorder(TimeProvider.System);
        for (var index = 0; index < RequestRecorder.Capacity + 5; index++)
        {
            recorder.Record(Of($"org{index / RequestRecorder.CapacityOfOne}", Exchanges.Of("POST", "/Users", new string('x', 60_000))));
        }

        recorder.TakeLost("org5").ShouldBe(5);
        var bytes = 0L;
        while (recorder.Waiting.TryRead(out var exchange))
        {
            bytes += exchange.Weight;
        }

        bytes.ShouldBeInRange(RequestRecorder.MaximumWaitingBytes / 2, RequestRecorder.MaximumWaitingBytes + (RequestRecorder.Capacity * 200));
    }

    [Fact]
    public void P31_OneOrganization_TakesNoPlaceFromTheOthers()
    {
        var recorder = new RequestRecorder(TimeProvider.System);
        for (var index = 0; index < RequestRecorder.Capacity; index++)
        {
            recorder.Record(Exchanges.Of("GET", "/Users"));
        }

        recorder.TakeLost("org1").ShouldBe(RequestRecorder.Capacity - RequestRecorder.CapacityOfOne);
        recorder.Record(Of("org2", Exchanges.Of("GET", "/Users")));
        recorder.TakeLost("org2").ShouldBe(0);
        recorder.Waiting.TryRead(out var taken).ShouldBeTrue();
        recorder.Taken(taken!);
        recorder.Record(Exchanges.Of("GET", "/Users"));
        recorder.TakeLost("org1").ShouldBe(0);
    }

    [Fact]
    public void OfRequestsOverTheLimit_OneASecondIsRecorded_AndTheOthersAreCounted()
    {
        var time = new FakeTimeProvider();
        var recorder = new RequestRecorder(time);
        for (var index = 0; index < 20; index++)
        {
            recorder.Record(Exchanges.Of("GET", "/Users", status: 429));
            recorder.Record(Exchanges.Of("GET", "/Users"));
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        recorder.TakeLost("org1").ShouldBe(18);
        recorder.Waiting.Count.ShouldBe(22);
    }

    [Fact]
    public async Task EachPort_ServesItsOwnOnly()
    {
        using var organization = await LoggedOrganization.NewAsync(running);
        var (scim, grpc) = await running.Services.StartGatewayWithLogAsync();
        var onScimPort = running.Services.LogAt(new Uri(scim.GetLeftPart(UriPartial.Authority)));
        await Should.ThrowAsync<RpcException>(async () => await onScimPort.GetProvisioningStatusAsync(new() { OrganizationId = organization.Tenant.Id }));
        (await running.Services.LogAt(grpc).GetProvisioningStatusAsync(new() { OrganizationId = organization.Tenant.Id })).Head.ShouldBe(0ul);

        using var http = new HttpClient();
        foreach (var target in new[] { "/scim/v2/Users", "/scim/v2/ServiceProviderConfig", "/Users" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(grpc, target)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", organization.Secret);
            (await http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private static Exchange Of(string organizationId, Exchange exchange)
    {
        exchange.Caller = Exchanges.Caller with { OrganizationId = organizationId };
        return exchange;
    }

    // Null while the store is on its way back.
    private static async Task<GetProvisioningStatusResponse?> TryStatusAsync(LoggedOrganization organization)
    {
        try
        {
            return await organization.StatusAsync();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
        {
            return null;
        }
    }

    /// <summary>A Redis that only the log is kept on.</summary>
    public sealed class StoreOfTheLog : IAsyncLifetime
    {
        public RedisTestStore Store { get; } = new();

        public ValueTask InitializeAsync() => Store.InitializeAsync();

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
