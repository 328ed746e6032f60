using System.Text.Json.Nodes;

namespace OptiId.Scim;

/// <summary>
/// The single request that a step comes to, with ids in the place of references; or, where <see cref="Refusal"/> says
/// so, none: the operation has failed.
/// </summary>
public sealed class BulkTurn
{
    internal BulkTurn(BulkStep step) => Step = step;

    /// <summary>The step.</summary>
    public BulkStep Step { get; }

    /// <summary>The operation that this is about, and is answered as.</summary>
    public BulkOperation Operation => Step.Operation;

    /// <summary>The method of the single request: PUT for a <see cref="BulkStepKind.Complete"/>, else the operation's.</summary>
    public BulkMethod Method => Step.Kind == BulkStepKind.Complete ? BulkMethod.Put : Operation.Method;

    /// <summary>What the resource is; null only where there is a refusal.</summary>
    public ResourceTypeDefinition? Type => Operation.Path?.Type;

    /// <summary>The id of the resource; null for POST, and where there is a refusal and it isn't known.</summary>
    public string? Id { get; init; }

    /// <summary>The entity tag that the resource must still have; null for any, and always for POST.</summary>
    public string? Version => Method == Operation.Method && Method != BulkMethod.Post ? Operation.Version : null;

    /// <summary>The body of the single request; null for DELETE and where there is a refusal.</summary>
    public JsonObject? Data { get; init; }

    /// <summary>Why there is nothing to do; null where there is.</summary>
    public BulkRefusal? Refusal { get; init; }

    /// <summary>
    /// Whether success here is the operation's success. After a <see cref="BulkStepKind.Create"/> it isn't yet: the
    /// answer, 201 as for every POST, waits for the <see cref="BulkStepKind.Complete"/>.
    /// </summary>
    public bool EndsOperation => Step.Kind != BulkStepKind.Create;
}
