using System.Globalization;
using Garnet.common;
using Garnet.server;
using Tsavorite.core;

namespace OptiId.EmbeddedStore;

/// <summary>
/// The store's commit as a transaction procedure of Garnet: what <c>libs/store/Commit.lua</c> is for Redis, with the same arguments and
/// answers, held to the same tests. Garnet logs a procedure as one entry of its append-only file, and replays it whole or not at
/// all. Of a Lua script it logs each write by itself: after kill -9 under 16 writers nearly every recovery held half a script, a
/// record without its log entry or a log with a hole (measured on 2.2.8, with transaction mode on).
/// </summary>
internal sealed class CommitProcedure : CustomTransactionProcedure
{
    /// <summary>The command's name, also known to <c>OptiId.Store.StoreSession</c>.</summary>
    public const string Name = "OPTIID.COMMIT";

    /// <summary>Declares the keys, which Garnet then locks.</summary>
    public override bool Prepare<TGarnetReadApi>(TGarnetReadApi api, ref CustomProcedureInput procInput)
    {
        foreach (var key in Read(ref procInput).Keys)
        {
            // Twice, because Garnet opens the transaction of strings and that of objects each where a key is declared for it.
            AddKey(key, LockType.Exclusive, StoreType.Main);
            AddKey(key, LockType.Exclusive, StoreType.Object);
        }

        return true;
    }

    /// <summary>Checks everything, then writes everything.</summary>
    public override void Main<TGarnetApi>(TGarnetApi api, ref CustomProcedureInput procInput, ref MemoryResult<byte> output)
    {
        var arguments = Read(ref procInput);
        var checks = arguments.NextNumber();
        for (var check = 1; check <= checks; check++)
        {
            if (!CommitChecks.Holds(api, arguments))
            {
                Answer(ref output, ["0", check.ToString(CultureInfo.InvariantCulture)]);
                return;
            }
        }

        var writes = new CommitWrites<TGarnetApi>(api, bytes => CreateArgSlice(bytes));
        while (!arguments.AtEnd)
        {
            writes.Run(arguments);
        }

        Answer(ref output, ["1", writes.Sequence.ToString(CultureInfo.InvariantCulture), writes.Epoch, .. writes.Counters]);
    }

    private static CommitArguments Read(ref CustomProcedureInput input)
    {
        var all = new PinnedSpanByte[input.parseState.Count];
        var index = 0;
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = GetNextArg(ref input, ref index);
        }

        return new CommitArguments(all);
    }

    private void Answer(ref MemoryResult<byte> output, IEnumerable<string> parts) =>
        WriteBulkStringArray(ref output, parts.Select(part => CreateArgSlice(part)).ToList());
}
