using System.Text.Json.Nodes;

namespace OptiId.Recorded.Tests;

/// <summary>One recorded request and what its client needs back: a file, as README.md describes it. Texts may hold {{variables}}.</summary>
/// <param name="FileName">For messages.</param>
/// <param name="Purpose">What the client is doing, and where that is known from.</param>
/// <param name="Target">Below the base URL, encoded as on the wire; begins with a slash.</param>
/// <param name="Body">Null: none.</param>
public sealed record RecordedRequest(
    string FileName,
    string Purpose,
    HttpMethod Method,
    string Target,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string? Body,
    ExpectedAnswer Expected);

/// <summary>What must come back.</summary>
/// <param name="Statuses">Any of them.</param>
/// <param name="MediaType">Of a body, where there is one; null: any.</param>
/// <param name="Captures">Variable → path in the body, as in <c>Resources[0].id</c>.</param>
/// <param name="Json">A part of the body; null: not looked at.</param>
public sealed record ExpectedAnswer(IReadOnlyList<int> Statuses, string? MediaType, IReadOnlyDictionary<string, string> Captures, JsonObject? Json);
