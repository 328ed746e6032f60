using System.Text.Json;
using System.Text.RegularExpressions;

namespace OptiId.AdminCenter.Api;

/// <summary>What is wrong with a body, without the names that only this program knows.</summary>
internal static partial class JsonFault
{
    /// <summary>What a reader's complaint means for whoever sent the body.</summary>
    public static FieldProblem Of(JsonException exception)
    {
        if (Unknown().Match(exception.Message) is { Success: true } unknown)
        {
            return new(unknown.Groups[1].Value, $"There is no member \"{unknown.Groups[1].Value}\" here.");
        }

        if (Missing().Match(exception.Message) is { Success: true } missing)
        {
            return new(missing.Groups[1].Value, $"The member \"{missing.Groups[1].Value}\" is missing.");
        }

        var field = exception.Path is { Length: > 2 } path ? path[2..] : "";
        var where = exception.LineNumber is { } line ? $" (line {line + 1}, byte {exception.BytePositionInLine + 1})" : "";
        return new(field, field.Length > 0 ? $"\"{field}\" isn't what is expected there{where}." : $"The body isn't the JSON that is expected here{where}.");
    }

    [GeneratedRegex("The JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: '([^']*)'")]
    private static partial Regex Missing();
}
