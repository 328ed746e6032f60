using System.Text.Json;

namespace OptiId.Scim;

/// <summary>Looks for references in the bytes of an operation's data, without building anything.</summary>
internal static class BulkReferenceScan
{
    // Where the path of a PATCH operation stands: {"Operations":[{"path":…}]}.
    private const int OperationsDepth = 1;
    private const int PathDepth = 3;

    /// <summary>Adds every reference: each text that is one, and each in the filter of a PATCH operation's path.</summary>
    /// <param name="data">A JSON object that the strict reading let through, or nothing.</param>
    /// <param name="method">Whose data it is.</param>
    /// <param name="references">Where to add them.</param>
    public static void Scan(ReadOnlySpan<byte> data, BulkMethod method, BulkReferences references)
    {
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = ScimLimits.MaximumJsonDepth });
        var (inOperations, atPath) = (false, false);
        while (!data.IsEmpty && references.Refusal is null && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                AddText(ref reader, atPath, references);
                atPath = false;
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && method == BulkMethod.Patch)
            {
                inOperations = reader.CurrentDepth == OperationsDepth ? JsonText.Is(in reader, "Operations") : inOperations;
                atPath = inOperations && reader.CurrentDepth == PathDepth && JsonText.Is(in reader, "path");
            }
        }
    }

    private static void AddText(ref Utf8JsonReader reader, bool isPath, BulkReferences references)
    {
        // A look at the first byte spares most texts from being read.
        var begin = reader.ValueSpan.IsEmpty ? default : reader.ValueSpan[0];
        if (begin is (byte)'b' or (byte)'\\' && BulkReference.TryRead(reader.GetString()!, out var bulkId))
        {
            references.Add(bulkId);
        }
        else if (isPath && reader.ValueIsEscaped)
        {
            // A quotation mark in a JSON text is always escaped, and there is no filter on a text without one.
            var position = 0;
            var path = reader.GetString()!;
            while (BulkPatchPath.TryFindReference(path, ref position, out _, out bulkId) && references.Add(bulkId))
            {
            }
        }
    }
}
