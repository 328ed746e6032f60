using System.Globalization;
using Microsoft.Extensions.Options;
using OptiId.Store;
using OptiId.Store.Writer;
using StackExchange.Redis;

// A process to kill: embeds a store in the directory of its first argument and writes numbers from its second on, sixteen at a
// time, each printed once its write was answered. With "checkpoint" as its third it takes checkpoints meanwhile. Never ends by itself.
await using var store = OptiId.EmbeddedStore.EmbeddedStore.Start(args[0]);
var number = int.Parse(args[1], CultureInfo.InvariantCulture) - 1;
await using var connection = StoreConnection.Connect(Options.Create(new StoreOptions { Connection = store.Connection, Embedded = true }));
var session = new StoreSession(connection, new KeySpace(NumberedWrite.Service), new LogSignal());
await using var output = Console.OpenStandardOutput();

var work = Enumerable.Range(0, 16).Select(_ => Task.Run(WriteForEverAsync));
await Task.WhenAll(args.Contains("checkpoint") ? work.Append(CheckpointForEverAsync()) : work);

async Task WriteForEverAsync()
{
    while (true)
    {
        var mine = Interlocked.Increment(ref number);
        await NumberedWrite.WriteAsync(session, mine);
        var line = new[] { (byte)'\n' };
        lock (output)
        {
            output.Write([.. System.Text.Encoding.ASCII.GetBytes(mine.ToString(CultureInfo.InvariantCulture)), .. line]);
        }
    }
}

async Task CheckpointForEverAsync()
{
    await using var bulk = await ConnectionMultiplexer.ConnectAsync(store.Connection + ",allowAdmin=true,asyncTimeout=60000");
    while (true)
    {
        await Task.Delay(300);
        await bulk.GetDatabase().ExecuteAsync("SAVE");
        await Console.Error.WriteLineAsync("checkpoint");
    }
}
