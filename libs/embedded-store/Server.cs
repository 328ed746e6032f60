using Garnet;
using Garnet.server;

namespace OptiId.EmbeddedStore;

/// <summary>A Garnet server that lets its switches and its append-only file be looked at; Garnet shows both to its heirs only.</summary>
internal sealed class Server : GarnetServer
{
    /// <summary>A server that knows the commit before it recovers: the log is made of commits.</summary>
    public Server(string[] switches)
        : base(switches) => Register.NewTransactionProc(CommitProcedure.Name, () => new CommitProcedure());

    /// <summary>What the server really runs with.</summary>
    public GarnetServerOptions Options => storeWrapper.serverOptions;

    /// <summary>The bytes that a recovery would have to replay.</summary>
    public long AppendOnlyBytes => storeWrapper.AofSize();
}
