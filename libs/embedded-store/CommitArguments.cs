using System.Buffers.Text;
using System.Text;
using Tsavorite.core;

namespace OptiId.EmbeddedStore;

/// <summary>A commit's arguments, read from the front: the number of keys, the keys, then what <c>Commit.Build</c> lays out.</summary>
internal sealed class CommitArguments
{
    private readonly PinnedSpanByte[] all;
    private int next;

    public CommitArguments(PinnedSpanByte[] all)
    {
        this.all = all;
        var count = NextNumber();
        Keys = new ArraySegment<PinnedSpanByte>(all, next, count);
        next += count;
    }

    /// <summary>Every key that the commit touches.</summary>
    public ArraySegment<PinnedSpanByte> Keys { get; }

    /// <summary>Whether all is read.</summary>
    public bool AtEnd => next == all.Length;

    /// <summary>The next one as it is.</summary>
    public PinnedSpanByte Next() => all[next++];

    /// <summary>The next one as a word of the commit's language.</summary>
    public string NextWord() => Encoding.ASCII.GetString(Next().ReadOnlySpan);

    /// <summary>The next one as a number.</summary>
    public int NextNumber() => (int)Number(Next());

    /// <summary>The key whose number comes next.</summary>
    public PinnedSpanByte NextKey() => Keys[NextNumber() - 1];

    /// <summary>So many of the next ones.</summary>
    public PinnedSpanByte[] Take(int count)
    {
        var taken = all.AsSpan(next, count).ToArray();
        next += count;
        return taken;
    }

    /// <summary>An argument or a stored value as a number.</summary>
    public static long Number(PinnedSpanByte value) =>
        Utf8Parser.TryParse(value.ReadOnlySpan, out long number, out var read) && read == value.Length
            ? number
            : throw new FormatException("Not a number.");
}
