using CsCheck;
using OptiId.Gateway.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class RequestRowsTests
{
    private static readonly RequestFilter Everything = new();

    [Fact]
    public void WhatComesIn_IsOnTop()
    {
        var rows = Begun(3, 2, 1);

        rows.Add([NewRequest(4), NewRequest(5)]);

        Numbers(rows).ShouldBe([5UL, 4, 3, 2, 1]);
        rows.Waiting.ShouldBe(0);
    }

    [Fact]
    public void WhileOneReads_NothingMoves_AndItIsCounted()
    {
        var rows = Begun(3, 2, 1);
        rows.IsHeld = true;

        rows.Add([NewRequest(4), NewRequest(5)]);

        Numbers(rows).ShouldBe([3UL, 2, 1]);
        rows.Waiting.ShouldBe(2);
        rows.Arrivals.Requests.ShouldBe(2);
    }

    [Fact]
    public void WhatWaited_IsShownOnceOneGoesOn()
    {
        var rows = Begun(3);
        rows.IsHeld = true;
        rows.Add([NewRequest(4)]);

        rows.IsHeld = false;

        Numbers(rows).ShouldBe([4UL, 3]);
        rows.Waiting.ShouldBe(0);
    }

    [Fact]
    public void WhatDoesntMatchTheFilter_IsCountedButNotShown()
    {
        var rows = new RequestRows();
        rows.Begin([], 0, new(OnlyFailed: true));

        rows.Add([NewRequest(1), NewRequest(2, status: 409)]);

        Numbers(rows).ShouldBe([2UL]);
        rows.Arrivals.ShouldBe(new(Requests: 2, Users: 1, Groups: 0, Memberships: 0, Failures: 1));
    }

    [Fact]
    public void WhatComesAgain_AsAfterABrokenStream_IsThereOnce()
    {
        var rows = Begun(1);
        rows.Add([NewRequest(2)]);

        rows.Add([NewRequest(2), NewRequest(3)]);

        Numbers(rows).ShouldBe([3UL, 2, 1]);
        rows.Arrivals.Requests.ShouldBe(2);
    }

    [Fact]
    public void WhatCameWhileThePageWasRead_IsntLost()
    {
        var rows = Begun(1);
        rows.Add([NewRequest(2), NewRequest(3)]);

        rows.Begin([NewRequest(2), NewRequest(1)], 0, Everything);

        Numbers(rows).ShouldBe([3UL, 2, 1]);
    }

    [Fact]
    public void HowManyComeAtOnce_ThePageHoldsAFewHundred_AndGoesOnBelowThem()
    {
        var rows = Begun(1);
        rows.IsHeld = true;
        rows.Add(Enumerable.Range(2, 5_000).Select(number => NewRequest((ulong)number)));

        rows.IsHeld = false;

        rows.Rows.Count.ShouldBe(RequestRows.Maximum);
        rows.Rows[0].Number.ShouldBe(5_001UL);
        rows.NextBefore.ShouldBe(rows.Rows[^1].Number);
        rows.Arrivals.Requests.ShouldBe(5_000);
    }

    // Exactly as many as fit are left then, and nothing is below them but the log.
    [Fact]
    public void WhatWaitedAboveAnEmptyList_AndDidntFit_IsReachedBelow()
    {
        var rows = new RequestRows();
        rows.Begin([], 0, Everything);
        rows.IsHeld = true;
        rows.Add(Enumerable.Range(1, RequestRows.Maximum + 100).Select(number => NewRequest((ulong)number)));

        rows.IsHeld = false;

        rows.Rows.Count.ShouldBe(RequestRows.Maximum);
        rows.NextBefore.ShouldBe(rows.Rows[^1].Number);
    }

    [Fact]
    public void MoreThanIsKept_WhileThePageWasRead_LeavesNoSilentGap()
    {
        var rows = new RequestRows();
        rows.CountFrom(1);
        rows.Add(Enumerable.Range(2, RequestRows.Maximum + 100).Select(number => NewRequest((ulong)number)));

        rows.Begin([NewRequest(1)], 0, Everything, known: 1);

        rows.IsApart.ShouldBeTrue();
        Numbers(rows).ShouldBe([1UL]);
        rows.Waiting.ShouldBe(RequestRows.Maximum);
    }

    [Fact]
    public void APageThatHoldsNothingOfWhatItLookedAt_IsNotApart()
    {
        var rows = new RequestRows();
        rows.CountFrom(1);
        rows.Add(Enumerable.Range(2, RequestRows.Maximum + 100).Select(number => NewRequest((ulong)number)));

        rows.Begin([], 0, new(OnlyFailed: true), known: rows.Newest);

        rows.IsApart.ShouldBeFalse();
    }

    [Fact]
    public void ReadingFarBack_LetsTheNewestGo_AndSaysSo()
    {
        var rows = new RequestRows();
        rows.Begin([.. Down(1_000, RequestRows.Maximum)], 700, Everything);

        rows.AddOlder([.. Down(700, 50)], 650);
        rows.Add([NewRequest(1_001)]);

        rows.IsApart.ShouldBeTrue();
        rows.Rows.Count.ShouldBe(RequestRows.Maximum);
        rows.Rows[^1].Number.ShouldBe(651UL);
        rows.Rows[0].Number.ShouldBe(950UL);
        rows.Waiting.ShouldBe(1);
    }

    // Whatever is held, released, read further or come in: newest first, none twice, bounded, each counted.
    [Fact]
    public void Rows_StayInOrderAndBounded()
    {
        var steps = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 400]).List[0, 40];

        steps.Sample(list =>
        {
            var rows = new RequestRows();
            rows.CountFrom(10_000);
            rows.Begin([.. Down(10_000, 50)], 9_951, Everything);
            var head = 10_000UL;
            foreach (var (kind, number) in list)
            {
                switch (kind)
                {
                    case 0:
                        rows.Add(Enumerable.Range(1, number).Select(more => NewRequest(head + (ulong)more)).ToList());
                        head += (ulong)number;
                        break;
                    case 1:
                        rows.IsHeld = !rows.IsHeld;
                        break;
                    case 2 when rows.NextBefore > 60:
                        rows.AddOlder([.. Down(rows.NextBefore - 1, 50)], rows.NextBefore - 50);
                        break;
                    default:
                        rows.Begin([.. Down(head, 50)], head - 49, Everything);
                        break;
                }

                rows.Rows.Count.ShouldBeLessThanOrEqualTo(RequestRows.Maximum);
                Numbers(rows).ShouldBe(Numbers(rows).Distinct().OrderDescending());
                rows.Arrivals.Requests.ShouldBe((long)(head - 10_000));
            }
        });
    }

    [Theory]
    [InlineData("ANN@", true)]
    [InlineData("uniqueness", true)]
    [InlineData("filter=userName eq", true)]
    [InlineData("bob", false)]
    public void ASearch_LooksWhereTheLogLooks(string text, bool isFound)
    {
        var request = NewRequest(1, status: 409);
        request.Summary = "Okta tried to create ann@example.com";
        request.ScimType = "uniqueness";
        request.Address = "/Users?filter=userName%20eq%20%22x%22";

        new RequestFilter(Text: text).Matches(request).ShouldBe(isFound);
    }

    [Fact]
    public void AFilterByResource_MatchesItsRequestsOnly()
    {
        var request = NewRequest(1);
        request.Targets.Add(new Target { Kind = ResourceKind.User, Id = "u1" });

        new RequestFilter(ResourceId: "u1").Matches(request).ShouldBeTrue();
        new RequestFilter(ResourceId: "u2").Matches(request).ShouldBeFalse();
    }

    [Fact]
    public void Arrivals_AreCountedByWhatTheyWere()
    {
        var rows = new RequestRows();
        rows.Begin([], 0, Everything);

        rows.Add([
            NewRequest(1, Operation.Search),
            NewRequest(2, Operation.Create),
            NewRequest(3, Operation.Create, kind: ResourceKind.Group),
            NewRequest(4, Operation.ChangeMembers, kind: ResourceKind.Group),
            NewRequest(5, Operation.Deactivate),
            NewRequest(6, Operation.Search, status: 400),
            NewRequest(7, Operation.Bulk),
        ]);

        rows.Arrivals.ShouldBe(new(Requests: 7, Users: 2, Groups: 1, Memberships: 1, Failures: 1));
    }

    private static RequestRows Begun(params ulong[] numbers)
    {
        var rows = new RequestRows();
        rows.CountFrom(numbers[0]);
        rows.Begin([.. numbers.Select(number => NewRequest(number))], 0, Everything);
        return rows;
    }

    private static IEnumerable<LoggedRequest> Down(ulong from, int count) => Enumerable.Range(0, count).Select(back => NewRequest(from - (ulong)back));

    private static IReadOnlyList<ulong> Numbers(RequestRows rows) => [.. rows.Rows.Select(request => request.Number)];

    private static LoggedRequest NewRequest(ulong number, Operation operation = Operation.Update, uint status = 200, ResourceKind kind = ResourceKind.User) => new()
    {
        Number = number,
        Operation = operation,
        Status = status,
        Targets = { new Target { Kind = kind, Id = "x", Name = "x" } },
    };
}
