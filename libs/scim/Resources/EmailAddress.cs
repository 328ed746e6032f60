namespace OptiId.Scim;

/// <summary>The e-mail addresses that can be a userName (P6).</summary>
internal static class EmailAddress
{
    /// <summary>
    /// Whether a text is one: one @, something on both sides, no space and nothing invisible. More would refuse
    /// addresses that work; whether one does is known only by sending to it.
    /// </summary>
    public static bool IsValid(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at < text.Length - 1
            && at == text.LastIndexOf('@')
            && !text.Any(char.IsWhiteSpace)
            && CanonicalText.TryCanonicalize(text, out _);
    }
}
