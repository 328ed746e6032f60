using System.Collections.Concurrent;
using OptiId.Events.V1;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>What every transport of announcements does.</summary>
public abstract class EventBusContract
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WhatIsPublished_ArrivesAsItWas()
    {
        var bus = await ConnectAsync();
        var received = new TaskCompletionSource<Announcement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var subscription = await bus.SubscribeAsync(One, (announcement, _) =>
        {
            received.TrySetResult(announcement);
            return Task.CompletedTask;
        });

        var sent = NewAnnouncement(4711);
        await bus.PublishAsync(sent, Cancellation);

        var arrived = await received.Task.WaitAsync(Patience, Cancellation);
        arrived.ShouldBe(sent);
        arrived.Id.ShouldBe("identity/17/4711");
    }

    [Fact]
    public async Task EachConsumer_ReceivesEachAnnouncement()
    {
        var bus = await ConnectAsync();
        var (one, other) = (new ConcurrentBag<ulong>(), new ConcurrentBag<ulong>());
        await using var first = await bus.SubscribeAsync(One, Into(one));
        await using var second = await bus.SubscribeAsync(Other, Into(other));

        await PublishAsync(bus, 1, 50);

        await UntilAsync(() => one.Distinct().Count() == 50 && other.Distinct().Count() == 50);
    }

    [Fact]
    public async Task AHandlerThatThrows_DoesNotKeepLaterAnnouncementsBack()
    {
        var bus = await ConnectAsync();
        var received = new ConcurrentBag<ulong>();
        await using var subscription = await bus.SubscribeAsync(One, (announcement, _) =>
        {
            if (announcement.Change.Sequence == 1)
            {
                throw new InvalidOperationException("The first one fails.");
            }

            received.Add(announcement.Change.Sequence);
            return Task.CompletedTask;
        });

        await PublishAsync(bus, 1, 3);

        await UntilAsync(() => received.Contains(2UL) && received.Contains(3UL));
    }

    protected abstract Task<IEventBus> ConnectAsync();

    /// <summary>A consumer of this test.</summary>
    protected string One { get; } = $"one-{Guid.NewGuid():N}";

    /// <summary>Another.</summary>
    protected string Other { get; } = $"other-{Guid.NewGuid():N}";

    protected static Announcement NewAnnouncement(ulong sequence) => new("identity", 17, "epoch", new Change
    {
        Sequence = sequence,
        OrganizationId = "organization",
        UserDeactivated = new() { UserId = "user" },
    });

    protected static async Task PublishAsync(IEventBus bus, ulong first, int count)
    {
        for (var sequence = first; sequence < first + (ulong)count; sequence++)
        {
            await bus.PublishAsync(NewAnnouncement(sequence), Cancellation);
        }
    }

    protected static Func<Announcement, CancellationToken, Task> Into(ConcurrentBag<ulong> bag) => (announcement, _) =>
    {
        bag.Add(announcement.Change.Sequence);
        return Task.CompletedTask;
    };

    protected static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Patience);
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
