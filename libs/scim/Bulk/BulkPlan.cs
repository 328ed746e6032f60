namespace OptiId.Scim;

/// <summary>In which order the operations of a request are done.</summary>
public static class BulkPlan
{
    /// <summary>
    /// Makes a plan. The operations keep the request's order (RFC 7644 section 3.7: the result is that of
    /// non-optimized processing), but for a POST that an earlier operation refers to: it moves forward, to just before
    /// that. Nothing else moves, least of all one change of a resource behind another.
    /// Operations that refer to each other in a circle (section 3.7.1), one that refers to itself among them, are done
    /// together: each of them that refers to one not yet created is created without those values and completed when
    /// all are there. Only POSTs can be in a circle, for nothing can refer to another method.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <returns>
    /// Each operation once, as <see cref="BulkStepKind.Run"/> or as <see cref="BulkStepKind.Create"/> with a
    /// <see cref="BulkStepKind.Complete"/> later on.
    /// </returns>
    public static IReadOnlyList<BulkStep> Of(BulkRequest request)
    {
        var operations = request.Operations;
        var steps = new List<BulkStep>(operations.Count);
        foreach (var component in ReferenceComponents.Of([.. operations.Select(operation => operation.References)]))
        {
            AddSteps(steps, operations, component);
        }

        return steps;
    }

    private static void AddSteps(List<BulkStep> steps, IReadOnlyList<BulkOperation> operations, int[] component)
    {
        var incomplete = new List<BulkStep>();
        foreach (var index in component)
        {
            var operation = operations[index];

            // Both are in the request's order. All that is referred to outside the component is done by now.
            var isIncomplete = operation.References.Any(referred => referred >= index && Array.BinarySearch(component, referred) >= 0);
            steps.Add(new(isIncomplete ? BulkStepKind.Create : BulkStepKind.Run, operation));
            if (isIncomplete)
            {
                incomplete.Add(new(BulkStepKind.Complete, operation));
            }
        }

        steps.AddRange(incomplete);
    }
}
