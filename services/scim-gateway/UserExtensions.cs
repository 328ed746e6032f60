using System.Buffers;
using System.Text;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>
/// Which extensions a stored user has values of, seen from the document's bytes: a quote inside a value is escaped, so that a URN in
/// quotes before a colon can only be the name of an extension.
/// </summary>
internal static class UserExtensions
{
    private static readonly byte[][] Names = [.. ResourceTypes.User.Extensions.Select(extension => Encoding.UTF8.GetBytes($"\"{extension.Schema.Id}\":"))];
    private static readonly byte[][] Schemas = [.. ResourceTypes.User.Extensions.Select(extension => Encoding.UTF8.GetBytes($",\"{extension.Schema.Id}\""))];

    /// <summary>Writes the URNs of the extensions into <c>schemas</c>, each with a comma before it.</summary>
    public static void WriteSchemas(IBufferWriter<byte> body, ReadOnlySpan<byte> document)
    {
        for (var index = 0; index < Names.Length; index++)
        {
            if (document.IndexOf(Names[index]) >= 0)
            {
                body.Write(Schemas[index]);
            }
        }
    }

    /// <summary>
    /// Whether a document as it is stored is what an answer shows by default: nothing in it is returned on request only, and no
    /// extension is left over from a schema that the operator took away.
    /// </summary>
    public static bool AreAllShown(ReadOnlySpan<byte> document)
    {
        if (!ResourceTypes.User.ReturnsAllStored)
        {
            return false;
        }

        var known = 0;
        foreach (var name in Names)
        {
            known += document.IndexOf(name) >= 0 ? 1 : 0;
        }

        return Count(document, "\"urn:"u8) + Count(document, "\"URN:"u8) <= known;
    }

    // Values that begin so are counted too; they only cost a closer look.
    private static int Count(ReadOnlySpan<byte> document, ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var at = document.IndexOf(text); at >= 0; at = document.IndexOf(text))
        {
            count++;
            document = document[(at + text.Length)..];
        }

        return count;
    }
}
