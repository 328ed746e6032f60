using System.Buffers;
using System.Text.Json;

namespace OptiId.Scim;

/// <summary>A value in the bytes of a document as a filter looks at it. Valid JSON, without space around it; empty for no value.</summary>
internal readonly ref struct DocumentValue : IFilteredValue<DocumentValue>
{
    // What stands in a JSON text for itself and has the same comparison form in every way of comparing.
    private static readonly SearchValues<byte> Visible = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    private readonly ReadOnlySpan<byte> json;
    private readonly DocumentFilter? root;

    /// <summary>Takes a value.</summary>
    public DocumentValue(ReadOnlySpan<byte> json) => this.json = json;

    /// <summary>Takes a whole resource, whose members the filter has found already.</summary>
    public DocumentValue(DocumentFilter root)
    {
        this.root = root;
        json = "{}"u8;
    }

    /// <inheritdoc/>
    public bool IsArray => First == '[';

    /// <inheritdoc/>
    public bool IsObject => First == '{';

    /// <inheritdoc/>
    public bool HasContent
    {
        get
        {
            var reader = new Utf8JsonReader(json);
            while (!json.IsEmpty && reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    case JsonTokenType.String when reader.ValueSpan.Length > 0:
                        return true;
                    default:
                        break;
                }
            }

            return false;
        }
    }

    private byte First => json.IsEmpty ? (byte)0 : json[0];

    /// <inheritdoc/>
    public DocumentValue Find(AttributeDefinition attribute)
    {
        if (root is not null)
        {
            return new DocumentValue(root.Found(attribute.Name));
        }

        if (!IsObject)
        {
            return default;
        }

        var position = JsonScan.Begin(json);
        while (JsonScan.TryReadName(json, ref position, out var name))
        {
            var value = JsonScan.ReadValue(json, ref position);
            if (JsonScan.Is(name, attribute.Utf8Name))
            {
                return new DocumentValue(json[value]);
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public DocumentValue FindExtension(string urn) => root is null ? default : new DocumentValue(root.Found(urn));

    /// <inheritdoc/>
    public bool TryNext(ref int position, out DocumentValue element)
    {
        element = default;
        if (!IsArray)
        {
            return false;
        }

        var next = Math.Max(position, 1);
        if (!JsonScan.TryReadElement(json, ref next, out var range))
        {
            return false;
        }

        position = next;
        element = new DocumentValue(json[range]);
        return true;
    }

    /// <inheritdoc/>
    public bool TryReadBoolean(out bool flag)
    {
        flag = First == 't';
        return flag || First == 'f' || (TryReadText(out var text) && bool.TryParse(text, out flag));
    }

    /// <inheritdoc/>
    public bool TryReadNumber(out decimal number)
    {
        number = 0;
        if (First is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TryGetDecimal(out number))
        {
            return true;
        }

        if (reader.TryGetDouble(out var real) && Math.Abs(real) < 1e28)
        {
            number = (decimal)real;
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public bool TryReadAscii(out ReadOnlySpan<byte> text)
    {
        text = First == '"' ? json[1..^1] : default;
        return First == '"' && !text.ContainsAnyExcept(Visible);
    }

    /// <inheritdoc/>
    public bool TryReadText(out string text)
    {
        text = string.Empty;
        if (First != '"')
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, in a document that didn't come through ScimJson.
            return false;
        }
    }
}
