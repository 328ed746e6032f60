using System.Collections.Concurrent;
using OptiId.Hosting;
using Shouldly;

namespace OptiId.Groups.Tests;

/// <summary>An organization with more users than one script may change at once; made once a store, its users are never changed.</summary>
internal static class Crowd
{
    public const int Size = 2_500;

    private static readonly ConcurrentDictionary<RunningOn, Lazy<Task<(Tenant, IReadOnlyList<string>)>>> Crowds = [];

    public static Task<(Tenant Tenant, IReadOnlyList<string> UserIds)> OfAsync(RunningOn running) => Crowds.GetOrAdd(running, _ => new(async () =>
    {
        var tenant = await running.NewTenantAsync();
        return (tenant, [.. (await tenant.NewUsersAsync(Size)).Select(user => user.Id)]);
    })).Value;

    /// <summary>As ShouldBe with ignored order, but a failure tells of the differences only.</summary>
    public static void ShouldBeTheMembers(this IReadOnlyCollection<string> actual, params IReadOnlyCollection<string> expected)
    {
        expected.Except(actual).Take(10).ShouldBeEmpty($"missing, of {expected.Count}; there are {actual.Count}");
        actual.Except(expected).Take(10).ShouldBeEmpty($"too many, of {actual.Count}");
        actual.Count.ShouldBe(expected.Count, "some twice");
    }
}
