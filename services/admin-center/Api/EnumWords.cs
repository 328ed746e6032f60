using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptiId.AdminCenter.Api;

/// <summary>An enumeration as the API says it: <c>scim</c>, <c>changeMembers</c>; never a number.</summary>
internal sealed class EnumWords<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, System.Enum;
