using OptiId.ScimGateway.Storage;
using OptiId.Store;
using Shouldly;
using StackExchange.Redis;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What the store of the provisioning log keeps within its bounds.</summary>
public sealed class RequestStoreTests
{
    private const string Add = """{"Operations":[{"op":"add","path":"members","value":[{"value":"u1"}]}]}""";

    private readonly StoreSession session;
    private readonly RequestStore store;
    private readonly LogKeys keys;

    public RequestStoreTests(RunningGateway running)
    {
        session = running.Store.OpenSession();
        store = new(session, Microsoft.Extensions.Options.Options.Create(new GatewayOptions { LogMaximumRequests = 100 }));
        keys = store.KeysOf("org1");
    }

    [Fact]
    public async Task PushedGroups_AreABoundedNumber_AlsoThoseThatWereReadBefore()
    {
        await session.Bulk.HashSetAsync(keys.Pushed, [.. Enumerable.Range(0, RequestStore.MaximumPushed - 1).Select(number => new HashEntry($"x{number}", Array.Empty<byte>()))]);
        await AppendAsync(Exchanges.Of("GET", "/Groups/g2"), Exchanges.Of("PATCH", "/Groups/g1", Add, 204), Exchanges.Of("PATCH", "/Groups/g2", Add, 204));
        await AppendAsync(Exchanges.Of("PATCH", "/Groups/g2", Add, 204), Exchanges.Of("PATCH", "/Groups/g1", Add, 204));
        (await session.Bulk.HashLengthAsync(keys.Pushed)).ShouldBe(RequestStore.MaximumPushed);
        (await session.Bulk.HashExistsAsync(keys.Pushed, "g1")).ShouldBeTrue();
    }

    [Fact]
    public async Task TheLog_IsTrimmed_NotByEachAppend()
    {
        var oldest = new List<ulong>();
        for (var batch = 0; batch < 3; batch++)
        {
            await AppendAsync([.. Enumerable.Range(0, 99).Select(_ => Exchanges.Of("GET", "/Users"))]);
            oldest.Add((await store.ReadStateAsync(keys)).State.Oldest);
        }

        oldest.ShouldBe([1, 1, 198]);
        (await store.ReadAsync(keys, [.. RequestStore.Numbers(1, 297)])).Count.ShouldBe(100);
    }

    [Fact]
    public async Task WhereTrimmingFails_TheEntriesAreWrittenAllTheSame()
    {
        await AppendAsync([.. Enumerable.Range(0, 100).Select(_ => Exchanges.Of("GET", "/Users"))]);
        await session.Bulk.HashSetAsync(keys.Requests, 1, "no entry");
        await AppendAsync([.. Enumerable.Range(0, 100).Select(_ => Exchanges.Of("GET", "/Users"))]);
        var (_, state) = await store.ReadStateAsync(keys);
        (state.Oldest, state.Last).ShouldBe((1ul, 200ul));
    }

    [Fact]
    public void AnAppend_TouchesNoMoreThanAScriptMay()
    {
        var members = string.Join(',', Enumerable.Range(0, 30).Select(number => $$"""{"value":"NUMBER-{{number}}"}"""));
        var batch = Enumerable.Range(0, 100)
            .Select(number => Exchanges.Of("PATCH", $"/Groups/g{number}", $$"""{"Operations":[{"op":"add","path":"members","value":[{{members.Replace("NUMBER", $"{number}")}}]}]}""", 204))
            .Select(exchange => (Exchange: exchange, Entry: exchange.Logged())).ToList();
        var parts = RequestStore.Parts(batch).ToList();
        parts.SelectMany(part => part).ShouldBe(batch);
        parts.ShouldAllBe(part => (4 * part.Count) + part.SelectMany(item => item.Entry.Request.Targets).Select(target => target.Id).Distinct().Count() <= Commit.MaximumFields);
        RequestStore.Parts(Enumerable.Repeat(batch[0], 100)).Count().ShouldBe(1);
    }

    private Task AppendAsync(params Exchange[] exchanges) => store.AppendAsync("org1", [.. exchanges.Select(exchange => (exchange, exchange.Logged()))], lost: 0);
}
