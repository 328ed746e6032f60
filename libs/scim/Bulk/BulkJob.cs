namespace OptiId.Scim;

/// <summary>
/// Walks through a request's plan, one single request at a time, and keeps what came out: the ids of what was created,
/// what failed, how many errors there were. Not for several threads at once.
/// </summary>
/// <example><code>
/// while (job.Next() is { } turn)
/// {
///     // Where turn.Refusal is null: do it, then job.Succeed(turn, id) or job.Fail(turn).
///     // Answer the operation where it was refused, failed, or turn.EndsOperation.
/// }
/// </code></example>
public sealed class BulkJob
{
    private readonly BulkRequest request;
    private readonly IReadOnlyList<BulkStep> plan;
    private readonly string?[] ids;
    private readonly bool[] failed;
    private int next;

    /// <summary>Plans a request.</summary>
    /// <param name="request">The request; its body has to stay as it is until the end.</param>
    public BulkJob(BulkRequest request)
    {
        this.request = request;
        plan = BulkPlan.Of(request);
        ids = new string?[request.Operations.Count];
        failed = new bool[request.Operations.Count];
    }

    /// <summary>How many operations have failed.</summary>
    public int Errors { get; private set; }

    /// <summary>Whether <c>failOnErrors</c> is reached: no further operation is begun (RFC 7644 section 3.7).</summary>
    public bool IsStopped => Errors >= request.FailOnErrors;

    /// <summary>
    /// Gets what is to be done next. An operation that failed by itself, or because what it refers to wasn't created,
    /// comes with a refusal and counts as failed already. A resource that was created without its circular references
    /// is completed even after <see cref="IsStopped"/>: half of an operation is nothing to leave behind.
    /// </summary>
    /// <returns>Null at the end.</returns>
    public BulkTurn? Next()
    {
        while (next < plan.Count)
        {
            var step = plan[next++];
            var index = step.Operation.Index;
            if (step.Kind == BulkStepKind.Complete ? ids[index] is not null : !IsStopped)
            {
                var turn = TurnOf(step);
                if (turn.Refusal is not null)
                {
                    Fail(turn);
                }

                return turn;
            }
        }

        return null;
    }

    /// <summary>The single request succeeded.</summary>
    /// <param name="turn">Which.</param>
    /// <param name="id">The id of what a POST has created; not used for other methods.</param>
    public void Succeed(BulkTurn turn, string? id = null)
    {
        if (turn.Method == BulkMethod.Post)
        {
            ArgumentException.ThrowIfNullOrEmpty(id);
            ids[turn.Operation.Index] = id;
        }
    }

    /// <summary>
    /// The single request failed. Operations that refer to what it should have created fail with 409. Where only the
    /// completing failed the resource is there, so they go on: as many changes as possible (RFC 7644 section 3.7).
    /// </summary>
    /// <param name="turn">Which.</param>
    public void Fail(BulkTurn turn)
    {
        Errors++;
        failed[turn.Operation.Index] = true;
    }

    private BulkTurn TurnOf(BulkStep step)
    {
        var operation = step.Operation;
        if ((operation.Refusal ?? RefuseReferences(step)) is { } refusal)
        {
            return Refuse(step, refusal);
        }

        if (operation.Method == BulkMethod.Delete)
        {
            return new(step) { Id = IdOf(step) };
        }

        var data = ScimJson.ParseObject(operation.Data.Span);
        if (step.Kind == BulkStepKind.Create && BulkData.LeaveOut(data, operation.Path!.Type, IsMissing) is { } required)
        {
            return Refuse(step, BulkRefusal.Unresolved(
                $"{required} refers to a resource that refers back, and is required, so neither can be created first. Leave one of the two references out."));
        }

        if (operation.References.Count > 0)
        {
            BulkData.Resolve(data, operation.Method, IdOf);
        }

        return new(step) { Id = IdOf(step), Data = data };
    }

    private BulkTurn Refuse(BulkStep step, BulkRefusal refusal) =>
        new(step) { Id = ids[step.Operation.Index] ?? step.Operation.Path?.Id, Refusal = refusal };

    private BulkRefusal? RefuseReferences(BulkStep step)
    {
        foreach (var index in step.Operation.References)
        {
            if (ids[index] is null && (failed[index] || step.Kind != BulkStepKind.Create))
            {
                return Unresolved(step, request.Operations[index].BulkId!);
            }
        }

        return null;
    }

    private static BulkRefusal Unresolved(BulkStep step, string bulkId)
    {
        var reference = Excerpt.Of(BulkReference.Prefix + bulkId);
        return BulkRefusal.Unresolved(step.Kind == BulkStepKind.Complete
            ? $"The resource was created, but without its reference to {reference}, which wasn't. Mend that one, send it again, and add the reference."
            : $"The operation refers to {reference}, which wasn't created. Mend that one, and send both again.");
    }

    private string? IdOf(BulkStep step) => step.Kind == BulkStepKind.Complete
        ? ids[step.Operation.Index]
        : step.Operation.Path is { BulkId: { } bulkId } ? IdOf(bulkId) : step.Operation.Path!.Id;

    private string IdOf(string bulkId) => ids[request.CreatorOf(bulkId)]!;

    private bool IsMissing(string bulkId) => ids[request.CreatorOf(bulkId)] is null;
}
