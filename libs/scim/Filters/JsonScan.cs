using System.Buffers;
using System.Text.Json;

namespace OptiId.Scim;

/// <summary>
/// Finds its way in stored documents without reading what isn't asked for. They were written by a JSON writer, so that
/// only where things begin and end has to be seen; one that doesn't end raises a <see cref="JsonException"/>.
/// </summary>
internal static class JsonScan
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"[]{}"u8);
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]} \t\r\n"u8);

    /// <summary>Goes to the first member of an object, or element of an array.</summary>
    /// <param name="json">An object or array.</param>
    /// <returns>The position for <see cref="TryReadName"/> or <see cref="TryReadElement"/>.</returns>
    public static int Begin(ReadOnlySpan<byte> json) => SkipSpace(json, 0) + 1;

    /// <summary>Reads the name of the next member of an object.</summary>
    /// <param name="json">The document.</param>
    /// <param name="position">Where the member begins; then where its value does.</param>
    /// <param name="name">The name as it is written, perhaps with escapes.</param>
    /// <returns>False after the last member.</returns>
    public static bool TryReadName(ReadOnlySpan<byte> json, ref int position, out ReadOnlySpan<byte> name)
    {
        name = default;
        position = SkipSeparators(json, position);
        if (At(json, position) != '"')
        {
            return false;
        }

        var end = SkipString(json, position);
        name = json[(position + 1)..(end - 1)];
        position = SkipSpace(json, SkipSpace(json, end) + 1);
        return true;
    }

    /// <summary>Reads a value.</summary>
    /// <param name="json">The document.</param>
    /// <param name="position">Where the value begins; then where what follows it does.</param>
    /// <returns>The value, without space around it.</returns>
    public static Range ReadValue(ReadOnlySpan<byte> json, ref int position)
    {
        var start = position;
        position = SkipValue(json, start);
        return start..position;
    }

    /// <summary>Reads the next element of an array.</summary>
    /// <param name="json">The document.</param>
    /// <param name="position">Where the element begins; then where what follows it does.</param>
    /// <param name="element">The element.</param>
    /// <returns>False after the last element.</returns>
    public static bool TryReadElement(ReadOnlySpan<byte> json, ref int position, out Range element)
    {
        var start = SkipSeparators(json, position);
        if (At(json, start) == ']')
        {
            element = default;
            return false;
        }

        position = start;
        element = ReadValue(json, ref position);
        return true;
    }

    /// <summary>Whether a name as it is written is that name.</summary>
    public static bool Is(ReadOnlySpan<byte> written, ReadOnlySpan<byte> name)
    {
        if (!written.Contains((byte)'\\'))
        {
            return written.SequenceEqual(name);
        }

        var quoted = new byte[written.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        written.CopyTo(quoted.AsSpan(1));
        var reader = new Utf8JsonReader(quoted);
        return reader.Read() && reader.ValueTextEquals(name);
    }

    private static int SkipValue(ReadOnlySpan<byte> json, int position)
    {
        switch (At(json, position))
        {
            case (byte)'"':
                return SkipString(json, position);
            case (byte)'{' or (byte)'[':
                return SkipNested(json, position);
            default:
                var length = json[position..].IndexOfAny(ScalarEnds);
                return length < 0 ? json.Length : length > 0 ? position + length : throw Unfinished();
        }
    }

    private static int SkipNested(ReadOnlySpan<byte> json, int position)
    {
        var depth = 0;
        while (true)
        {
            var length = json[position..].IndexOfAny(Structure);
            if (length < 0)
            {
                throw Unfinished();
            }

            position += length;
            switch (json[position])
            {
                case (byte)'"':
                    position = SkipString(json, position);
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            position++;
            if (depth == 0)
            {
                return position;
            }
        }
    }

    private static int SkipString(ReadOnlySpan<byte> json, int position)
    {
        position++;
        while (true)
        {
            var length = json[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0)
            {
                throw Unfinished();
            }

            position += length;
            if (json[position] == '"')
            {
                return position + 1;
            }

            position = Math.Min(position + 2, json.Length);
        }
    }

    private static int SkipSeparators(ReadOnlySpan<byte> json, int position)
    {
        while (At(json, position) is (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            position++;
        }

        return position;
    }

    private static int SkipSpace(ReadOnlySpan<byte> json, int position)
    {
        while (At(json, position) is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            position++;
        }

        return position;
    }

    private static byte At(ReadOnlySpan<byte> json, int position) => position < json.Length ? json[position] : throw Unfinished();

    private static JsonException Unfinished() => new("A stored document ends before its end.");
}
