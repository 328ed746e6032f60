namespace OptiId.Scim.Tests;

public sealed class BulkPlanTests
{
    private static readonly string[] BulkIds = [.. Enumerable.Range(0, 12).Select(index => $"b{index}")];

    /// <summary>Requests of up to twelve operations that refer to each other, and to nothing, at random.</summary>
    private static readonly Gen<BulkRequest> Requests = Gen.Select(
            Gen.Int[0, 5], Gen.Int[0, 13].Array[0, 3]).Array[0, 12]
        .Select(operations => BulkSample.Request(operations.Select((operation, index) => Operation(index, operation.Item1, operation.Item2))));

    [Fact]
    public void WithoutReferences_TheOrderStays() => BulkSample.Plan(BulkSample.Request(
        BulkSample.User("a"), "{\"method\":\"DELETE\",\"path\":\"/Users/1\"}", "{\"method\":\"GET\"}", BulkSample.User("b"))).ShouldBe("R0 R1 R2 R3");

    [Fact]
    public void WithReferencesBackwards_TheOrderStays() => BulkSample.Plan(BulkSample.Request(
        BulkSample.User("a"), BulkSample.User("b", "a"), BulkSample.Group("g", "b", "a"))).ShouldBe("R0 R1 R2");

    [Fact]
    public void AnOperationThatRefersForwards_ComesRightAfterWhatItRefersTo() => BulkSample.Plan(BulkSample.Request(
        "{\"method\":\"DELETE\",\"path\":\"/Users/1\"}",
        BulkSample.Patch("/Groups/1", "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"bulkId:b\"},{\"value\":\"bulkId:a\"}]}"),
        BulkSample.Patch("/Groups/1", "{\"op\":\"remove\",\"path\":\"members\"}"),
        BulkSample.User("a"),
        BulkSample.User("b"))).ShouldBe("R0 R3 R4 R1 R2");

    [Fact]
    public void TheRfcsCircle_IsCreatedThenCompleted() => BulkSample.Plan(BulkSample.Request(
        BulkSample.Group("qwerty", "ytrewq"), BulkSample.Group("ytrewq", "qwerty"))).ShouldBe("C0 R1 F0");

    [Fact]
    public void AUserThatIsItsOwnManager_IsACircleOfOne() =>
        BulkSample.Plan(BulkSample.Request(BulkSample.User("a", "a"), BulkSample.User("b"))).ShouldBe("C0 F0 R1");

    [Fact]
    public void AnOperationOutsideACircle_WaitsUntilItIsComplete() => BulkSample.Plan(BulkSample.Request(
        BulkSample.Group("g", "a"), BulkSample.User("c", "b"), BulkSample.User("a", "c"), BulkSample.User("b", "a"))).ShouldBe("C1 R2 R3 F1 R0");

    [Fact]
    public void ACircleBrokenByARefusal_IsNone() => BulkSample.Plan(BulkSample.Request(
        BulkSample.User("a", "b"), BulkSample.User("b", "a").Replace("/Users", "/Nowhere", StringComparison.Ordinal))).ShouldBe("R1 R0");

    [Fact]
    public void APlan_HasEveryOperationOnce() => Requests.Sample(request =>
    {
        var plan = BulkPlan.Of(request);
        plan.Where(step => step.Kind != BulkStepKind.Complete).Select(step => step.Operation.Index).Order()
            .ShouldBe(Enumerable.Range(0, request.Operations.Count));
        plan.Where(step => step.Kind == BulkStepKind.Complete).Select(step => step.Operation.Index).Order()
            .ShouldBe(plan.Where(step => step.Kind == BulkStepKind.Create).Select(step => step.Operation.Index).Order());
    });

    [Fact]
    public void WhatAStepRefersTo_IsThereBefore() => Requests.Sample(request =>
    {
        var begun = new HashSet<int>();
        foreach (var step in BulkPlan.Of(request))
        {
            // Only a Create refers to what isn't there yet, and only in a circle: what it waits for leads back to it.
            var missing = step.Operation.References.Where(index => !begun.Contains(index)).ToList();
            (missing.Count > 0).ShouldBe(step.Kind == BulkStepKind.Create);
            missing.ShouldAllBe(index => Reaches(request, index, step.Operation.Index));
            begun.Add(step.Operation.Index);
        }
    });

    [Fact]
    public void OnlyWhatIsReferredToFromBefore_ChangesItsPlace() => Requests.Sample(request =>
    {
        var order = BulkPlan.Of(request).Where(step => step.Kind != BulkStepKind.Complete).Select(step => step.Operation.Index).ToList();
        for (var place = 1; place < order.Count; place++)
        {
            for (var before = 0; before < place; before++)
            {
                // Where a later operation stands before an earlier one, that one or one still earlier needs it.
                if (order[before] > order[place])
                {
                    Enumerable.Range(0, order[place] + 1).ShouldContain(index => Reaches(request, index, order[before]));
                }
            }
        }
    });

    [Fact]
    public void EveryTurn_IsFreeOfReferences() => Requests.Sample(request =>
    {
        var turns = BulkSample.Do(request);
        turns.ShouldAllBe(turn => turn.Turn.Data == null || !turn.Turn.Data.ToJsonString().Contains("bulkId:", StringComparison.Ordinal));

        // Nothing fails here but what refers to nobody, and what refers to a resource that was therefore not created.
        var failed = turns.Where(turn => turn.Turn.Refusal is not null).ToList();
        var notCreated = failed.Where(turn => turn.Turn.Step.Kind != BulkStepKind.Complete).Select(turn => turn.Turn.Operation.Index).ToHashSet();
        failed.Select(turn => turn.Turn.Operation.Index).Order().ShouldBe(request.Operations
            .Where(operation => operation.Refusal is not null || operation.References.Any(notCreated.Contains)).Select(operation => operation.Index));
    });

    [Fact]
    public void EachReferenceOfALongChain_IsLookedAtOnce()
    {
        // Forwards, so that the first operation leads through all others.
        var chain = Enumerable.Range(0, 1_000).Select(index => new CountedList(index < 999 ? [index + 1] : [])).ToList();
        ReferenceComponents.Of(chain).Select(component => component.Single()).ShouldBe(Enumerable.Range(0, 1_000).Reverse());
        chain.Sum(list => list.Reads).ShouldBeLessThan(2 * 1_000);

        var dense = Enumerable.Range(0, 300).Select(_ => new CountedList([.. Enumerable.Range(0, 300)])).ToList();
        ReferenceComponents.Of(dense).Single().ShouldBe(Enumerable.Range(0, 300));
        dense.Sum(list => list.Reads).ShouldBeLessThan(2 * 300 * 300 + 1);
    }

    [Fact]
    public void AThousandOperationsInOneChainOrCircle_ArePlanned()
    {
        var chain = BulkSample.Request(Enumerable.Range(0, 1_000).Select(index => BulkSample.User($"u{index}", index < 999 ? $"u{index + 1}" : null)));
        BulkPlan.Of(chain).Select(step => step.Operation.Index).ShouldBe(Enumerable.Range(0, 1_000).Reverse());

        var circle = BulkSample.Request(Enumerable.Range(0, 1_000).Select(index => BulkSample.User($"u{index}", $"u{(index + 1) % 1_000}")));
        BulkPlan.Of(circle).Count.ShouldBe(1_999);
        BulkSample.Do(circle).ShouldAllBe(turn => turn.Turn.Refusal == null);
    }

    private static string Operation(int index, int kind, int[] references)
    {
        // Twelve and more are nobody's.
        var members = references.Select(reference => reference < BulkIds.Length ? BulkIds[reference] : "nobody").ToArray();
        return kind switch
        {
            0 => "{\"method\":\"DELETE\",\"path\":\"/Users/1\"}",
            1 => BulkSample.Patch(
                "/Groups/1", string.Join(',', members.Select(member => $"{{\"op\":\"remove\",\"path\":\"members[value eq \\\"bulkId:{member}\\\"]\"}}"))),
            2 => BulkSample.User(BulkIds[index], members.FirstOrDefault()),
            _ => BulkSample.Group(BulkIds[index], members),
        };
    }

    private static bool Reaches(BulkRequest request, int from, int to)
    {
        var (seen, toFollow) = (new HashSet<int>(), new Queue<int>(request.Operations[from].References));
        while (toFollow.TryDequeue(out var index))
        {
            if (index == to)
            {
                return true;
            }

            if (seen.Add(index))
            {
                request.Operations[index].References.ToList().ForEach(toFollow.Enqueue);
            }
        }

        return from == to;
    }

    private sealed class CountedList(int[] items) : IReadOnlyList<int>
    {
        public int Reads { get; private set; }

        public int Count => items.Length;

        public int this[int index]
        {
            get
            {
                Reads++;
                return items[index];
            }
        }

        public IEnumerator<int> GetEnumerator() => throw new InvalidOperationException("Not counted.");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
