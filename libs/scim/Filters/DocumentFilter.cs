using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OptiId.Scim;

/// <summary>
/// Holds one filter against many stored resources, on the bytes of their documents: no tree, no strings where texts are
/// ASCII. It means what <see cref="FilterEvaluator"/> means. One for each request; not for several threads at once.
/// </summary>
#pragma warning disable CA1001 // A writer into memory holds nothing that has to be given back.
public sealed class DocumentFilter
#pragma warning restore CA1001
{
    private static readonly byte[] True = "true"u8.ToArray(), False = "false"u8.ToArray();

    private readonly Filter filter;
    private readonly ResourceTypeDefinition type;

    // The members of a resource that the filter looks at: each name, its bytes, and what the resource at hand has there.
    private readonly List<string> names = [];
    private readonly List<byte[]> utf8Names = [];
    private readonly ReadOnlyMemory<byte>[] found;
    private readonly int id, active, meta, schemas;

    private readonly ArrayBufferWriter<byte> written = new();
    private Utf8JsonWriter? writer;

    /// <summary>Prepares a filter.</summary>
    /// <param name="filter">The filter, parsed for the resources' type.</param>
    /// <param name="type">Their type.</param>
    public DocumentFilter(Filter filter, ResourceTypeDefinition type)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(type);
        (this.filter, this.type) = (filter, type);
        Collect(filter);
        (id, active, meta, schemas) = (names.IndexOf("id"), names.IndexOf("active"), names.IndexOf("meta"), names.IndexOf("schemas"));
        if (schemas >= 0)
        {
            // Which extensions a resource uses is seen from what it has.
            foreach (var extension in type.Extensions)
            {
                Want(extension.Schema.Id);
            }
        }

        found = new ReadOnlyMemory<byte>[names.Count];
    }

    /// <summary>Whether a resource meets the filter.</summary>
    /// <param name="document">
    /// Its attributes as one JSON object in our form, as <see cref="ResourceReader"/> gives it, in UTF-8. What
    /// <paramref name="facts"/> says isn't looked for in it.
    /// </param>
    /// <param name="facts">What the service knows besides.</param>
    /// <returns>True where it does.</returns>
    /// <exception cref="JsonException">The document ends before its end.</exception>
    public bool Matches(ReadOnlyMemory<byte> document, in ResourceFacts facts)
    {
        Array.Clear(found);
        written.ResetWrittenCount();
        Supply(facts);
        Locate(document);
        if (schemas >= 0)
        {
            found[schemas] = WriteSchemas();
        }

        return FilterEvaluator.Matches(filter, new DocumentValue(this));
    }

    /// <summary>What the resource at hand has under a name that the filter looks at.</summary>
    internal ReadOnlySpan<byte> Found(string name)
    {
        var index = names.IndexOf(name);
        return index < 0 ? default : found[index].Span;
    }

    private void Collect(Filter part)
    {
        switch (part)
        {
            case Filter.And both:
                Collect(both.Left);
                Collect(both.Right);
                break;
            case Filter.Or either:
                Collect(either.Left);
                Collect(either.Right);
                break;
            case Filter.Not not:
                Collect(not.Operand);
                break;
            case Filter.Comparison comparison:
                Want(comparison.Path.Schema ?? comparison.Path.Attribute.Name);
                break;
            case Filter.Present present:
                Want(present.Path.Schema ?? present.Path.Attribute.Name);
                break;
            case Filter.ValuePath valuePath:
                Want(valuePath.Path.Schema ?? valuePath.Path.Attribute.Name);
                break;
            default:
                break;
        }
    }

    private void Want(string name)
    {
        if (!names.Contains(name))
        {
            names.Add(name);
            utf8Names.Add(Encoding.UTF8.GetBytes(name));
        }
    }

    private void Supply(in ResourceFacts facts)
    {
        if (active >= 0 && facts.Active is { } isActive)
        {
            found[active] = isActive ? True : False;
        }

        if (id >= 0)
        {
            var json = Begin(out var start);
            json.WriteStringValue(facts.Id);
            found[id] = End(start);
        }

        if (meta >= 0)
        {
            found[meta] = WriteMeta(facts);
        }
    }

    // Goes through the document once, and no further than to the last member that the filter looks at.
    private void Locate(ReadOnlyMemory<byte> document)
    {
        var missing = 0;
        for (var index = 0; index < found.Length; index++)
        {
            missing += found[index].IsEmpty && index != schemas ? 1 : 0;
        }

        var json = document.Span;
        var position = JsonScan.Begin(json);
        while (missing > 0 && JsonScan.TryReadName(json, ref position, out var name))
        {
            var value = JsonScan.ReadValue(json, ref position);
            var index = IndexOf(name);
            if (index >= 0 && found[index].IsEmpty)
            {
                found[index] = document[value];
                missing--;
            }
        }
    }

    private int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < utf8Names.Count; index++)
        {
            if (JsonScan.Is(name, utf8Names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    private ReadOnlyMemory<byte> WriteMeta(in ResourceFacts facts)
    {
        var json = Begin(out var start);
        json.WriteStartObject();
        json.WriteString("resourceType"u8, type.Name);
        json.WriteString("created"u8, Shown(facts.Created));
        json.WriteString("lastModified"u8, Shown(facts.LastModified));
        json.WriteString("version"u8, facts.Version);
        json.WriteEndObject();
        return End(start);
    }

    // To the millisecond, as answers show it: what a client read there has to be equal.
    private static DateTime Shown(DateTimeOffset instant) => new(instant.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    private ReadOnlyMemory<byte> WriteSchemas()
    {
        var json = Begin(out var start);
        json.WriteStartArray();
        json.WriteStringValue(type.Schema.Id);
        foreach (var extension in type.Extensions)
        {
            if (!Found(extension.Schema.Id).IsEmpty)
            {
                json.WriteStringValue(extension.Schema.Id);
            }
        }

        json.WriteEndArray();
        return End(start);
    }

    private Utf8JsonWriter Begin(out int start)
    {
        start = written.WrittenCount;
        if (writer is null)
        {
            writer = new Utf8JsonWriter(written);
        }
        else
        {
            writer.Reset();
        }

        return writer;
    }

    private ReadOnlyMemory<byte> End(int start)
    {
        writer!.Flush();
        return written.WrittenMemory[start..];
    }
}
