using System.Diagnostics;
using Grpc.Core;
using OptiId.OktaSim.App;
using OptiId.OktaSim.Day;
using Spectre.Console;

namespace OptiId.OktaSim.FirstSync;

/// <summary>An organization switches provisioning on: everyone is looked up and created, every group pushed.</summary>
internal sealed class FirstSyncRun
{
    // A server that is gone would otherwise be asked for every user.
    private const int MaximumFailures = 200;

    private readonly OktaApp app;
    private readonly ProductSide? product;
    private readonly int parallel;
    private readonly Transcript transcript;
    private readonly IAnsiConsole console;
    private readonly string suffix;
    private readonly Person[] people;
    private readonly (PushedGroup Group, Person[] Members)[] groups;

    public FirstSyncRun(OktaApp app, ProductSide? product, FirstSyncSize size, string suffix, int parallel, Transcript transcript, IAnsiConsole console)
    {
        this.app = app;
        this.product = product;
        this.parallel = parallel;
        this.transcript = transcript;
        this.console = console;
        this.suffix = suffix;
        people = [.. Enumerable.Range(1, size.Users).Select(number => new Person("User", $"Number {number}", $"user{number}.{suffix}@example.com"))];
        groups = [.. Enumerable.Range(1, size.Groups).Select(number => (new PushedGroup($"Group {number} {suffix}"), ChooseMembers(size.Members)))];
    }

    public async Task PlayAsync(bool keep, CancellationToken cancellation)
    {
        transcript.Begin($"{app.Dialect}: first sync of {people.Length} users and {groups.Length} groups, {parallel} requests at once");
        transcript.Quiet = true;
        try
        {
            await console.Progress().StartAsync(async progress =>
            {
                await EachAsync(progress, "users", people, app.Users.AssignAsync, cancellation);
                await EachAsync(progress, "groups", groups, (each, stop) => app.Groups.PushAsync(each.Group, each.Members, stop), cancellation);
            });
            await new FirstSyncSamples(app, product, suffix, transcript).CompareAsync(
                [.. people.Where(person => person.HasId)], [.. groups.Select(each => each.Group).Where(group => group.HasId)], cancellation);
            if (!keep)
            {
                await TidyUpAsync(cancellation);
            }
        }
        catch (StoryBrokenException e)
        {
            transcript.Skip(e.Message);
        }
        catch (RpcException e)
        {
            transcript.Fail(new Failure("the services answer", "protos/", $"{e.StatusCode}: {e.Status.Detail}"));
        }
        finally
        {
            transcript.Quiet = false;
        }
    }

    private async Task TidyUpAsync(CancellationToken cancellation)
    {
        transcript.Begin($"{app.Dialect}: tidy up");
        await console.Progress().StartAsync(async progress =>
        {
            var pushed = groups.Select(each => each.Group).Where(group => group.HasId).ToArray();
            var assigned = people.Where(person => person.Assigned).ToArray();
            await EachAsync(progress, "groups deleted", pushed, app.Groups.DeleteAsync, cancellation);
            await EachAsync(progress, "users deactivated", assigned, app.Users.DeactivateAsync, cancellation);
        });
        foreach (var instance in product?.Instances ?? [])
        {
            await product!.Administrator.DeleteInstanceAsync(instance, cancellation);
        }
    }

    private async Task EachAsync<T>(ProgressContext progress, string what, T[] items, Func<T, CancellationToken, Task> play, CancellationToken cancellation)
    {
        if (items.Length == 0)
        {
            return;
        }

        var bar = progress.AddTask(what, maxValue: items.Length);
        var requests = transcript.Requests;
        var started = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForEachAsync(items, options, async (item, stop) =>
        {
            await PlayOneAsync(item, play, stop);
            bar.Increment(1);
        });
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var requestsPerSecond = (transcript.Requests - requests) / seconds;
        transcript.Say($"{items.Length} {what} in {seconds:F1} s: {items.Length / seconds:F0} a second, {requestsPerSecond:F0} requests a second");
    }

    private async Task PlayOneAsync<T>(T item, Func<T, CancellationToken, Task> play, CancellationToken cancellation)
    {
        try
        {
            await play(item, cancellation);
        }
        catch (StoryBrokenException e)
        {
            transcript.Fail(new Failure("every user and group is pushed", "okta.md 4 and 5", e.Message));
            if (transcript.Failures > MaximumFailures)
            {
                throw new StoryBrokenException($"More than {MaximumFailures} failures: the rest is not played.", e);
            }
        }
    }

    // Neighbours from a random place on: everyone different, and nobody needs a list of all.
    private Person[] ChooseMembers(int count)
    {
        var first = Random.Shared.Next(people.Length);
        return [.. Enumerable.Range(0, count).Select(offset => people[(first + offset) % people.Length])];
    }
}
