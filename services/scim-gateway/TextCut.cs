namespace OptiId.ScimGateway;

/// <summary>Cuts what is long.</summary>
internal static class TextCut
{
    /// <summary>The text, or its beginning with "…" behind; a character that takes two places isn't cut in half.</summary>
    public static string Short(string text, int maximum) => text.Length <= maximum ? text
        : text[..(char.IsHighSurrogate(text[maximum - 1]) ? maximum - 1 : maximum)] + "…";
}
