namespace OptiId.EmbeddedStore;

/// <summary>How much room Garnet takes; memory in its own notation. What doesn't fit there is on disk, by the storage tier.</summary>
/// <param name="Log">Records.</param>
/// <param name="Page">One page of records; <paramref name="Log"/> holds at least two.</param>
/// <param name="Index">The hash index at start; it grows by itself.</param>
/// <param name="AppendOnlyLimit">From how many bytes on the append-only file is cut at start.</param>
internal sealed record StoreMemory(string Log, string Page, string Index, long AppendOnlyLimit)
{
    /// <summary>Enough for some hundred thousand users with their groups; allocated as it fills.</summary>
    public static readonly StoreMemory Default = new(Log: "512m", Page: "16m", Index: "64m", AppendOnlyLimit: 256L << 20);
}
