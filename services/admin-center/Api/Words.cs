using Google.Protobuf.WellKnownTypes;

namespace OptiId.AdminCenter.Api;

/// <summary>From the services' types to the API's, and back.</summary>
internal static class Words
{
    /// <summary>The other side's value of the same name; null: unspecified.</summary>
    public static T? Of<T>(System.Enum value)
        where T : struct, System.Enum => System.Enum.TryParse<T>(value.ToString(), out var same) && System.Enum.IsDefined(same) ? same : null;

    /// <summary>What a search is narrowed to, as the other side's values: one, or none.</summary>
    public static IEnumerable<T> Only<T>(System.Enum? value)
        where T : struct, System.Enum => value is not null && Of<T>(value) is { } same ? [same] : [];

    /// <summary>A time; null: none.</summary>
    public static DateTimeOffset? At(Timestamp? time) => time?.ToDateTimeOffset();

    /// <summary>A text; null: none.</summary>
    public static string? Some(string text) => text.Length > 0 ? text : null;
}
