namespace OptiId.Scim;

/// <summary>How a <see cref="BulkMethod"/> is written.</summary>
public static class BulkMethodKeywords
{
    private static readonly string[] Keywords = ["", "POST", "PUT", "PATCH", "DELETE"];

    /// <summary>The HTTP method.</summary>
    /// <param name="method">The method.</param>
    /// <returns>In capital letters; empty for <see cref="BulkMethod.None"/>.</returns>
    public static string Keyword(this BulkMethod method) => Keywords[(int)method];

    /// <summary>Reads a method in any letter case.</summary>
    internal static BulkMethod Parse(string? text)
    {
        for (var index = 1; index < Keywords.Length; index++)
        {
            if (Keywords[index].Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return (BulkMethod)index;
            }
        }

        return BulkMethod.None;
    }
}
