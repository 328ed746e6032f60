using Garnet.server;
using Tsavorite.core;

namespace OptiId.EmbeddedStore;

/// <summary>What must still be true before a commit writes anything.</summary>
internal static class CommitChecks
{
    private const int VersionLength = 8;

    /// <summary>Reads the next check and says whether it holds.</summary>
    public static bool Holds<TApi>(TApi api, CommitArguments arguments)
        where TApi : IGarnetApi
    {
        var operation = arguments.NextWord();
        var key = arguments.NextKey();
        return operation switch
        {
            "version" => Starts(api, key, arguments.Next()),
            "absent" => api.EXISTS(key) != GarnetStatus.OK,
            "present" => api.EXISTS(key) == GarnetStatus.OK,
            "value" => Equals(api, key, arguments.Next()),
            "field" => FieldEquals(api, key, arguments.Next(), arguments.Next()),
            "nofield" => !HasField(api, key, arguments.Next()),
            "fields" => Array.TrueForAll(arguments.Take(arguments.NextNumber()), field => HasField(api, key, field)),
            "nofields" => !Array.Exists(arguments.Take(arguments.NextNumber()), field => HasField(api, key, field)),
            _ => throw new FormatException($"Unknown check {operation}."),
        };
    }

    private static bool Starts<TApi>(TApi api, PinnedSpanByte key, PinnedSpanByte version)
        where TApi : IGarnetApi =>
        api.GET(key, out PinnedSpanByte value) == GarnetStatus.OK && value.Length >= VersionLength
            && value.ReadOnlySpan[..VersionLength].SequenceEqual(version.ReadOnlySpan);

    private static bool Equals<TApi>(TApi api, PinnedSpanByte key, PinnedSpanByte expected)
        where TApi : IGarnetApi =>
        api.GET(key, out PinnedSpanByte value) == GarnetStatus.OK && value.ReadOnlySpan.SequenceEqual(expected.ReadOnlySpan);

    private static bool FieldEquals<TApi>(TApi api, PinnedSpanByte key, PinnedSpanByte field, PinnedSpanByte expected)
        where TApi : IGarnetApi =>
        HasField(api, key, field) && api.HashGet(key, field, out var value) == GarnetStatus.OK
            && value.ReadOnlySpan.SequenceEqual(expected.ReadOnlySpan);

    private static bool HasField<TApi>(TApi api, PinnedSpanByte key, PinnedSpanByte field)
        where TApi : IGarnetApi =>
        api.HashExists(key, field, out var exists) == GarnetStatus.OK && exists;
}
