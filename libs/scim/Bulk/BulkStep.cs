namespace OptiId.Scim;

/// <summary>A step of a plan.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operation">With which operation.</param>
public sealed record BulkStep(BulkStepKind Kind, BulkOperation Operation);
