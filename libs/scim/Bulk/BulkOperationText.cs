using System.Text.Json;

namespace OptiId.Scim;

/// <summary>The members of an operation as they were sent; null where one is missing or null.</summary>
internal sealed class BulkOperationText
{
    public string? Method { get; set; }

    public string? BulkId { get; set; }

    public string? Path { get; set; }

    public string? Version { get; set; }

    /// <summary>The name of one of those above that is no text; null where all are.</summary>
    public string? NotText { get; set; }

    /// <summary>What <see cref="Data"/> begins with; <see cref="JsonTokenType.None"/> where there is none.</summary>
    public JsonTokenType DataBegin { get; set; }

    /// <summary>The bytes of <c>data</c>.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }
}
