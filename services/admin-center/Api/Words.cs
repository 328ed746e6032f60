using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;

namespace OptiId.AdminCenter.Api;

/// <summary>An enumeration as the API says it: <c>scim</c>, <c>changeMembers</c>; never a number.</summary>
internal sealed class Words<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, System.Enum;

/// <summary>From the services' types to the API's.</summary>
internal static class Words
{
    /// <summary>The API's value of the same name; null: unspecified.</summary>
    public static T? Of<T>(System.Enum value)
        where T : struct, System.Enum => System.Enum.TryParse<T>(value.ToString(), out var same) && System.Enum.IsDefined(same) ? same : null;

    /// <summary>A time; null: none.</summary>
    public static DateTimeOffset? At(Timestamp? time) => time?.ToDateTimeOffset();

    /// <summary>A text; null: none.</summary>
    public static string? Some(string text) => text.Length > 0 ? text : null;
}
