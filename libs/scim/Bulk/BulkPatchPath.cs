using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace OptiId.Scim;

/// <summary>
/// References in the path of a PATCH operation: <c>members[value eq "bulkId:x"]</c>. Only its texts in quotation marks
/// are looked at; whether the path is one is for <see cref="PathParser"/> to say when the operation runs.
/// </summary>
internal static class BulkPatchPath
{
    /// <summary>Goes to the next text that is a reference.</summary>
    /// <param name="path">The path.</param>
    /// <param name="position">Where to begin; moved behind what was found.</param>
    /// <param name="quoted">Where the text stands, its quotation marks with it.</param>
    /// <param name="bulkId">What it refers to.</param>
    /// <returns>False where there is no further one.</returns>
    public static bool TryFindReference(string path, ref int position, out Range quoted, [NotNullWhen(true)] out string? bulkId)
    {
        while (path.IndexOf('"', position) is var start and >= 0 && TryFindEnd(path, start + 1, out var end))
        {
            position = end + 1;
            quoted = start..position;
            if (TryUnescape(path.AsSpan(start + 1, end - start - 1), out var text) && BulkReference.TryRead(text, out bulkId))
            {
                return true;
            }
        }

        position = path.Length;
        quoted = default;
        bulkId = null;
        return false;
    }

    /// <summary>Puts ids in the place of references.</summary>
    /// <param name="path">The path.</param>
    /// <param name="idOf">The id of the resource that was created for a bulkId.</param>
    public static string Resolve(string path, Func<string, string> idOf)
    {
        var (builder, done, position) = (new StringBuilder(path.Length), 0, 0);
        while (TryFindReference(path, ref position, out var quoted, out var bulkId))
        {
            builder.Append(path, done, quoted.Start.Value - done).Append(FilterValue.Of(idOf(bulkId)));
            done = position;
        }

        return builder.Append(path, done, path.Length - done).ToString();
    }

    private static bool TryFindEnd(string path, int from, out int end)
    {
        for (end = from; end < path.Length; end++)
        {
            if (path[end] == '"')
            {
                return true;
            }

            end += path[end] == '\\' ? 1 : 0;
        }

        return false;
    }

    // A filter's texts are JSON texts. A wrong escape raises nothing here: there may be very many of them.
    private static bool TryUnescape(ReadOnlySpan<char> json, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var builder = new StringBuilder(json.Length);
        while (json.IndexOf('\\') is var escape and >= 0)
        {
            builder.Append(json[..escape]);
            json = json[(escape + 1)..];
            if (!TryReadEscape(json, out var character))
            {
                return false;
            }

            builder.Append(character);
            json = json[(json[0] == 'u' ? 5 : 1)..];
        }

        text = builder.Append(json).ToString();
        return true;
    }

    private static bool TryReadEscape(ReadOnlySpan<char> escape, out char character)
    {
        character = escape switch
        {
            ['"' or '\\' or '/', ..] => escape[0],
            ['b', ..] => '\b',
            ['f', ..] => '\f',
            ['n', ..] => '\n',
            ['r', ..] => '\r',
            ['t', ..] => '\t',
            ['u', _, _, _, _, ..] when ushort.TryParse(escape[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) => (char)unit,
            _ => '\0',
        };
        return character != '\0';
    }
}
