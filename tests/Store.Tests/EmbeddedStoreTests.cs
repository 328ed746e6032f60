using OptiId.EmbeddedStore;
using OptiId.Store.Writer;
using OptiId.Testing;
using Shouldly;
using StackExchange.Redis;
using Xunit;
using Embedded = OptiId.EmbeddedStore.EmbeddedStore;

namespace OptiId.Store.Tests;

/// <summary>What the embedded store promises beyond the contract that it shares with Redis.</summary>
public sealed class EmbeddedStoreTests : IDisposable
{
    private static readonly StoreMemory Small = new(Log: "32m", Page: "4m", Index: "16m", AppendOnlyLimit: long.MaxValue);
    private readonly TemporaryDirectory directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task ASecondStoreOnTheSameData_IsRefusedAndTheDirectoryNamed()
    {
        await using var store = Embedded.Start(directory.Path);
        Should.Throw<EmbeddedStoreException>(() => Embedded.Start(directory.Path)).Message.ShouldContain(directory.Path);
    }

    [Fact]
    public async Task AnotherProcessOnTheSameData_IsRefused()
    {
        await using var store = Embedded.Start(directory.Path);
        using var writer = WriterProcess.Start(directory.Path, firstNumber: 1);
        await writer.WaitForExitAsync(Cancellation);
        writer.ExitCode.ShouldNotBe(0);
        writer.Errors.ShouldContain("is open in another process");
    }

    [Fact]
    public async Task APortThatIsTaken_IsRefusedAndTheDataIsFreeAgain()
    {
        await using var store = Embedded.Start(directory.Path);
        using var other = new TemporaryDirectory();
        Should.Throw<EmbeddedStoreException>(() => Embedded.Start(other.Path, store.Port)).Message.ShouldContain($"{store.Port}");
        await using var again = Embedded.Start(other.Path);
        again.Port.ShouldNotBe(store.Port);
    }

    [Fact]
    public void FileInTheWay_IsRefusedWithAReason()
    {
        var file = Path.Combine(directory.Path, "file");
        File.WriteAllText(file, "");
        Should.Throw<IOException>(() => Embedded.Start(file));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AKilledProcess_HasLostNoAnsweredWriteAndKeptNoHalfOne(bool checkpoints)
    {
        var answered = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            using var writer = WriterProcess.Start(directory.Path, answered.LastOrDefault() + 100, checkpoints);
            await writer.KillAfterAsync(answers: 300 * (round + 1), Cancellation);
            writer.Answered.Count.ShouldBeGreaterThanOrEqualTo(300 * (round + 1));
            answered.AddRange(writer.Answered.Order());
        }

        await using var store = Embedded.Start(directory.Path);
        await VerifyAsync(store, answered);
    }

    [Fact]
    public async Task MoreDataThanMemory_LosesNoKey()
    {
        const int Count = 80_000;
        await using (var store = Embedded.Start(directory.Path, 0, Small))
        {
            await WriteManyAsync(store, Count);
            (await MissingAsync(store, Count)).ShouldBe(0);
        }

        await using var again = Embedded.Start(directory.Path, 0, Small);
        (await MissingAsync(again, Count)).ShouldBe(0);
    }

    [Fact]
    public async Task ALongAppendOnlyFile_IsCutAtStartAndKeepsTheData()
    {
        const int Count = 150_000;
        await using (var store = Embedded.Start(directory.Path))
        {
            await WriteManyAsync(store, Count);
        }

        var before = AppendOnlyBytes();
        var cutting = StoreMemory.Default with { AppendOnlyLimit = 1 << 20 };
        for (var round = 0; round < 3; round++) // Garnet lets go of segments one checkpoint later
        {
            await using var store = Embedded.Start(directory.Path, 0, cutting);
            await WriteManyAsync(store, 2_000);
        }

        AppendOnlyBytes().ShouldBeLessThan(before / 2);
        await using var last = Embedded.Start(directory.Path);
        (await MissingAsync(last, Count)).ShouldBe(0);
    }

    private static async Task VerifyAsync(Embedded store, List<int> answered)
    {
        await using var connection = StoreConnection.Connect(
            Microsoft.Extensions.Options.Options.Create(new StoreOptions { Connection = store.Connection, Embedded = true }));
        var session = new StoreSession(connection, new KeySpace(NumberedWrite.Service), new LogSignal());
        await NumberedWriteCheck.VerifyAsync(session, answered, answered.Max() + 100);
    }

    private static byte[] Value(int number) => [.. BitConverter.GetBytes(number), .. new byte[600]];

    private static async Task WriteManyAsync(Embedded store, int count)
    {
        await using var connection = await ConnectAsync(store);
        var database = connection.GetDatabase();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(500))
        {
            await Task.WhenAll(
            [
                .. chunk.Select(number => database.StringSetAsync($"key:{number}", Value(number))),
                database.HashSetAsync($"hash:{chunk[0]}", [.. chunk.Select(number => new HashEntry(number, number))]),
            ]);
        }
    }

    private static async Task<int> MissingAsync(Embedded store, int count)
    {
        await using var connection = await ConnectAsync(store);
        var database = connection.GetDatabase();
        var missing = 0;
        foreach (var chunk in Enumerable.Range(0, count).Chunk(500))
        {
            var values = await Task.WhenAll(chunk.Select(number => database.StringGetAsync($"key:{number}")));
            missing += chunk.Where((number, index) => !((byte[]?)values[index] ?? []).AsSpan().SequenceEqual(Value(number))).Count();
            missing += chunk.Length - (await database.HashGetAllAsync($"hash:{chunk[0]}")).Count(field => field.Name == field.Value);
        }

        return missing;
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(Embedded store) =>
        await ConnectionMultiplexer.ConnectAsync(store.Connection + ",asyncTimeout=20000");

    private long AppendOnlyBytes() =>
        Directory.EnumerateFiles(Path.Combine(directory.Path, "AOF"), "aof.log.*").Sum(file => new FileInfo(file).Length);
}
