using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OptiId.Events.V1;
using OptiId.Gateway.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.ScimGateway.Storage;
using OptiId.Store;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>How people are erased from a log (P10), on each store, without a gateway around it: after crashes, and from a source that has begun anew.</summary>
public abstract class ErasureContract(RunningOn running) : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(Exchanges.Now);
    private StoreSession session = null!;
    private RequestStore store = null!;
    private Erasure erasure = null!;
    private Tenant tenant = null!;

    private LogKeys Keys => store.KeysOf(tenant.Id);

    public async ValueTask InitializeAsync()
    {
        tenant = await running.NewTenantAsync();
        session = running.Store.OpenSession();
        store = new(session, Microsoft.Extensions.Options.Options.Create(new GatewayOptions()));
        erasure = new(session, store, running.Services.Users, time);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task WhatNamesThePerson_IsInTheStore_BeforeTheFirstNameGoes()
    {
        await AppendAsync(Created("u1", "ann@example.com"), Exchanges.Of("GET", "/Users?filter=userName%20eq%20%22ann@example.com%22"));
        await AskAsync("u1");

        // A gateway ended after it had scrubbed the entry that links the name with the id.
        await erasure.EraseDueAsync(tenant.Id, default);
        (await RecordAsync("u1"))!.Identifiers.ShouldBe(["ann@example.com"]);

        // What was still waiting is written now, and found without that entry.
        await AppendAsync(Exchanges.Of("GET", "/Users?filter=userName%20eq%20%22ann@example.com%22"));
        time.Advance(TimeSpan.FromSeconds(61));
        await erasure.EraseDueAsync(tenant.Id, default);
        (await EntriesAsync()).ShouldAllBe(entry => !entry.ToString().Contains("ann@example.com"));
        (await RecordAsync("u1")).ShouldBeNull();
    }

    [Fact]
    public async Task ACrashBetweenTheFirstScrubAndTheLast_LeavesNoName()
    {
        await AppendAsync(Created("u1", "ann@example.com"), Exchanges.Of("GET", "/Users?filter=userName%20eq%20%22ann@example.com%22"));
        await AskAsync("u1");
        await session.Bulk.HashSetAsync(Keys.Erasing, "u1", Google.Protobuf.MessageExtensions.ToByteArray(new ErasureRecord { Identifiers = { "ann@example.com" }, DueMs = 1 }));
        await session.Bulk.HashDeleteAsync(Keys.Requests, 1); // as if scrubbed: nothing links the name with the id any more
        await session.Bulk.HashDeleteAsync(Keys.Details(1), 1);
        await session.Bulk.HashDeleteAsync(Keys.About, "u1");
        await erasure.EraseDueAsync(tenant.Id, default);
        (await EntriesAsync()).Single().ToString().ShouldNotContain("ann@example.com");
    }

    [Fact]
    public async Task AddressesInPlaceOfIds_AndFullNames_AreForgottenToo()
    {
        await AppendAsync(
            Created("u1", "ann@example.com", ""","displayName":"Ann Smith" """),
            Exchanges.Of("GET", "/Users/Ann@example.com", status: 404),
            Exchanges.Of("GET", "/Users?filter=displayName%20eq%20%22Ann+Smith%22"),
            Exchanges.Of("PATCH", "/Groups/g1", """{"Operations":[{"op":"add","path":"members","value":[{"value":"ann@example.com"}]}]}""", 204)
                .With(Exchanges.Editors, new() { Parked = 1, ParkedUserIds = { "ann@example.com" } }));
        (await store.ReadStateAsync(Keys)).State.Parked.Count.ShouldBe(1);
        await AskAsync("u1");
        await erasure.EraseDueAsync(tenant.Id, default);

        var kept = string.Concat(await EntriesAsync()) + (await store.ReadStateAsync(Keys)).State + string.Concat(await session.Bulk.HashGetAllAsync(Keys.About));
        kept.ShouldNotContain("ann@example.com", Case.Insensitive);
        kept.ShouldNotContain("Ann Smith", Case.Insensitive);
        kept.ShouldNotContain("Ann+Smith", Case.Insensitive);
        (await store.ReadAboutAsync(Keys, ["u1", "g1"])).Keys.ShouldBe(["u1", "g1"], ignoreOrder: true);
    }

    [Fact]
    public async Task TheNameThatTheLogKnows_IsSoughtToo_WhereNoEntryTellsItAnyMore()
    {
        await AppendAsync(Created("u1", "ann@example.com"), Exchanges.Of("GET", "/Users?filter=userName%20eq%20%22ann@example.com%22"), Exchanges.Of("GET", "/Users/u1"));
        await session.Bulk.HashDeleteAsync(Keys.Requests, [1, 3]); // dropped for their age
        await AskAsync("u1");
        await erasure.EraseDueAsync(tenant.Id, default);
        (await EntriesAsync()).Single().ToString().ShouldNotContain("ann@example.com");
    }

    [Fact]
    public async Task OthersEntries_Stay()
    {
        await AppendAsync(Created("u1", "ann@example.com", ""","externalId":"1001" """), Created("10010010-7b1c-7001-8001-100110010011", "joann@example.com"));
        var before = (await EntriesAsync())[1];
        await AskAsync("u1");
        await erasure.EraseDueAsync(tenant.Id, default);
        (await EntriesAsync())[1].ShouldBe(before);
        (await store.FindAsync(Keys, before.RequestId))!.Value.Detail.RequestBody.ShouldContain("joann@example.com");
    }

    [Fact]
    public async Task ASourceThatBeganAnew_ErasesWhomItDoesNotKnow_AndNeitherTheDeletedNorWhoeverNeverWas()
    {
        var (here, gone, erased) = (await tenant.NewUserAsync("here@example.com"), await tenant.NewUserAsync("gone@example.com"), await tenant.NewUserAsync("erased@example.com"));
        await tenant.DeleteUserAsync(gone.Id);
        await tenant.DeleteUserAsync(erased.Id);
        await running.Services.Users.EraseUserAsync(new() { OrganizationId = tenant.Id, UserId = erased.Id, Cause = RunningServices.NewCause() });
        await AppendAsync(
            Created(here.Id, "here@example.com"), Created(gone.Id, "gone@example.com"), Created(erased.Id, "erased@example.com"), Exchanges.Of("GET", "/Users/created", status: 404));
        var before = await EntriesAsync();

        using var channel = GrpcChannel.ForAddress(running.Services.IdentityAddress, new() { MaxReceiveMessageSize = null });
        using var services = new ServiceCollection().AddSingleton(new ChangesService.ChangesServiceClient(channel)).BuildServiceProvider();
        var projection = new ErasureProjection(session, store, erasure, services);
        await projection.StartOverAsync("identity", Keys.Partition, default);
        (await projection.ReadAppliedAsync("identity", Keys.Partition)).Sequence.ShouldBeGreaterThan(0ul);
        erasure.Asked.TryRead(out _).ShouldBeTrue();
        (await session.Bulk.HashKeysAsync(Keys.Erasing)).ShouldBe([erased.Id]);
        await erasure.EraseDueAsync(tenant.Id, default);
        var after = await EntriesAsync();
        after.Where((_, index) => index != 2).ShouldBe(before.Where((_, index) => index != 2));
        after[2].Summary.ShouldBe("Okta created somebody who is erased");
    }

    private static Exchange Created(string id, string userName, string more = "") =>
        Exchanges.Of("POST", "/Users", $$"""{"userName":"{{userName}}"{{more}}}""", 201).With(new User { Id = id, UserName = userName, State = UserState.Active }, Exchanges.Provisioned);

    private Task AppendAsync(params Exchange[] exchanges) => store.AppendAsync(tenant.Id, [.. exchanges.Select(exchange => (exchange, exchange.Logged()))], lost: 0);

    private async Task AskAsync(params string[] ids)
    {
        var commit = new Commit(Keys.Partition);
        await erasure.AskAsync(commit, tenant.Id, ids);
        await session.TryCommitAsync(commit);
    }

    private async Task<IReadOnlyList<LoggedRequest>> EntriesAsync() =>
        await store.ReadAsync(Keys, [.. RequestStore.Numbers(1, (await store.ReadStateAsync(Keys)).State.Last)]);

    private async Task<ErasureRecord?> RecordAsync(string id) =>
        await session.Bulk.HashGetAsync(Keys.Erasing, id) is { IsNull: false } bytes ? ErasureRecord.Parser.ParseFrom((byte[])bytes!) : null;
}

/// <summary>On the embedded store.</summary>
public sealed class ErasureTests(RunningGateway running) : ErasureContract(running);

/// <summary>On a real Redis.</summary>
public sealed class ErasureOnRedisTests(RunningOnRedis running) : ErasureContract(running), IClassFixture<RunningOnRedis>;
