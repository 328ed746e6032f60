using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.Groups.Tests;

/// <summary>Tests that measure this process run after the others, one at a time.</summary>
[CollectionDefinition("Measured", DisableParallelization = true)]
#pragma warning disable CA1711 // xUnit calls it a collection.
public sealed class MeasuredCollection;
#pragma warning restore CA1711

[Collection("Measured")]
public sealed class MemberAllocationTests(RunningOnRedis running)
{
    private const int Changes = 100;
    private const double LargestRatio = 1.3;

    /// <summary>Whatever reads or copies the members of the larger group would allocate some hundred kilobytes more for each change.</summary>
    [Fact]
    public async Task P16_ChangingOneMember_AllocatesTheSameInASmallAndInALargeGroup()
    {
        var (tenant, crowd) = await Crowd.OfAsync(running);
        var small = (await tenant.CreateGroupAsync($"Small {Guid.NewGuid():N}", memberIds: [.. crowd.Skip(1).Take(10)])).Group.Id;
        var large = (await tenant.CreateGroupAsync($"Large {Guid.NewGuid():N}", memberIds: [.. crowd.Skip(1)])).Group.Id;
        foreach (var group in new[] { small, large, small, large })
        {
            await ChangeAsync(tenant, group, crowd[0]); // what the first requests cost, and what the group's creation left to do
        }

        var (inSmall, inLarge) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            inSmall.Add(await MeasureAsync(tenant, small, crowd[0]));
            inLarge.Add(await MeasureAsync(tenant, large, crowd[0]));
        }

        (inLarge.Min() / inSmall.Min()).ShouldBeLessThan(LargestRatio, $"{inSmall.Min():N0} and {inLarge.Min():N0} bytes a change");
    }

    private static async Task<double> MeasureAsync(Tenant tenant, string groupId, string userId)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var change = 0; change < Changes; change++)
        {
            await ChangeAsync(tenant, groupId, userId);
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Changes;
    }

    private static async Task ChangeAsync(Tenant tenant, string groupId, string userId)
    {
        (await tenant.AddAsync(groupId, userId)).Counts.Added.ShouldBe(1ul);
        (await tenant.RemoveAsync(groupId, userId)).Counts.Removed.ShouldBe(1ul);
    }
}
