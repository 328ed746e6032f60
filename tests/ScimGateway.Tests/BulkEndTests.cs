using Microsoft.Extensions.Time.Testing;
using OptiId.Scim;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class BulkEndTests
{
    private static readonly ScimErrorException Away = ScimErrors.OutOfOrder(5);

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void P31_AfterItsTime_NoOperationBegins_WhatWasBegunIsCompletedALittleLonger()
    {
        var end = new BulkEnd(new() { BulkSeconds = 50 }, time, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(49));
        end.Refuse(BulkStepKind.Run).ShouldBeNull();
        end.Left.ShouldBe(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        end.Refuse(BulkStepKind.Run)!.Status.ShouldBe(429);
        end.Refuse(BulkStepKind.Create)!.Message.ShouldContain("50 seconds");
        end.Refuse(BulkStepKind.Complete).ShouldBeNull();
        time.Advance(TimeSpan.FromSeconds(5));
        end.Refuse(BulkStepKind.Complete)!.Status.ShouldBe(429);
    }

    [Fact]
    public void P31_ThreeOperationsInARowThatFoundAServiceAway_EndTheJob()
    {
        var end = new BulkEnd(new(), time, CancellationToken.None);
        Note(end, Away, Away, null, Away, Away);
        end.Refuse(BulkStepKind.Run).ShouldBeNull();
        Note(end, Away);
        end.Refuse(BulkStepKind.Run).ShouldBeSameAs(Away);
        end.Refuse(BulkStepKind.Create).ShouldBeSameAs(Away);
        end.Refuse(BulkStepKind.Complete).ShouldBeNull();
    }

    [Fact]
    public void AGatewayThatIsBeingStopped_BeginsNoOperation_ButCompletes()
    {
        using var stopping = new CancellationTokenSource();
        var end = new BulkEnd(new(), time, stopping.Token);
        end.Refuse(BulkStepKind.Run).ShouldBeNull();
        stopping.Cancel();
        end.Refuse(BulkStepKind.Run)!.Status.ShouldBe(429);
        end.Refuse(BulkStepKind.Complete).ShouldBeNull();
    }

    private static void Note(BulkEnd end, params ScimErrorException?[] errors)
    {
        foreach (var error in errors)
        {
            end.Note(error);
        }
    }
}
