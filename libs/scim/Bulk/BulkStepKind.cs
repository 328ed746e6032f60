namespace OptiId.Scim;

/// <summary>What a step does with its operation.</summary>
public enum BulkStepKind
{
    /// <summary>Does the whole operation: all that it refers to has been dealt with.</summary>
    Run,

    /// <summary>Creates the resource without the values that refer to what isn't created yet.</summary>
    Create,

    /// <summary>Brings the resource that was created so to its full data.</summary>
    Complete,
}
