namespace OptiId.Scim;

/// <summary>
/// A JSON value as a filter looks at it: a node of a tree, or a part of a document's bytes. One evaluator serves both,
/// compiled for each, so that a filter has one meaning.
/// </summary>
/// <typeparam name="TSelf">The value itself.</typeparam>
internal interface IFilteredValue<TSelf>
    where TSelf : struct, IFilteredValue<TSelf>, allows ref struct
{
    /// <summary>Whether it is an array.</summary>
    bool IsArray { get; }

    /// <summary>Whether it is an object.</summary>
    bool IsObject { get; }

    /// <summary>Whether there is anything in it: a number, a boolean or a text that isn't empty, at whatever depth.</summary>
    bool HasContent { get; }

    /// <summary>The member of that name; nothing where this isn't an object or has none.</summary>
    TSelf Find(AttributeDefinition attribute);

    /// <summary>The member of a resource that holds an extension's attributes.</summary>
    TSelf FindExtension(string urn);

    /// <summary>Gives the elements of an array one after the other.</summary>
    /// <param name="position">0 at first, then as it was left.</param>
    /// <param name="element">The next element.</param>
    /// <returns>False after the last one.</returns>
    bool TryNext(ref int position, out TSelf element);

    /// <summary>Reads a boolean, also from a text such as "True" (facts/entra.md).</summary>
    bool TryReadBoolean(out bool flag);

    /// <summary>Reads a number that a decimal can hold.</summary>
    bool TryReadNumber(out decimal number);

    /// <summary>Reads a text as the bytes it stands in, where they are visible ASCII; makes nothing.</summary>
    bool TryReadAscii(out ReadOnlySpan<byte> text);

    /// <summary>Reads a text.</summary>
    bool TryReadText(out string text);
}
