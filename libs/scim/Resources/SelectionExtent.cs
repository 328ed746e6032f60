namespace OptiId.Scim;

/// <summary>How much of an attribute a parameter names.</summary>
internal enum SelectionExtent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Some of its sub-attributes.</summary>
    Parts,

    /// <summary>All of it.</summary>
    Whole,
}
