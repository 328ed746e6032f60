using System.Text.Json.Nodes;
using Shouldly;
using Xunit;
using static OptiId.ScimGateway.Tests.BulkBodies;

namespace OptiId.ScimGateway.Tests;

/// <summary>Nothing else runs meanwhile, for the memory of the whole process is measured.</summary>
[CollectionDefinition("Measured", DisableParallelization = true)]
public sealed class MeasuredAlone;

/// <summary>What a bulk request holds while it runs.</summary>
[Collection("Measured")]
public sealed class BulkMemoryTests(RunningGateway running)
{
    private const int Members = 200; // 8 KB as text, several times as much as a tree

    [Fact]
    public async Task WhatIsHeld_DoesNotGrowWithTheOperationsThatAreDone()
    {
        var held = new Dictionary<string, long>();
        await using var groups = await GroupsOfTests.StartAsync(new()
        {
            OnCreate = (name, _) =>
            {
                if (name is "100" or "900")
                {
                    held[name] = GC.GetTotalMemory(forceFullCollection: true);
                }

                return Task.CompletedTask;
            },
        });
        using var scim = await running.NewClientAsync(groups);
        var growths = new List<long>();
        for (var run = 0; run < 3; run++)
        {
            await scim.BulkAsync(Operations(1_000));
            growths.Add(held["900"] - held["100"]);
        }

        // 8 MB and more each time, were their data kept; what the store and the connections do now and then is not in all of them.
        growths.Min().ShouldBeLessThan(2 * 1024 * 1024);
    }

    [Fact]
    public async Task WhatIsAllocatedForAnOperation_DoesNotGrowWithTheirNumber()
    {
        await using var groups = await GroupsOfTests.StartAsync(new());
        using var scim = await running.NewClientAsync(groups);
        var (few, many) = (Request(Operations(100)), Request(Operations(1_000)));
        await MeasureAsync(many);
        var perOperationOfFew = await MeasureAsync(few) / 100;
        (await MeasureAsync(many) / 1_000).ShouldBeLessThan(1.5 * perOperationOfFew);

        async Task<double> MeasureAsync(JsonObject request)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            (await scim.PostAsync("/Bulk", request)).Status.ShouldBe(200);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }
    }

    private static IEnumerable<JsonObject> Operations(int count) =>
        Enumerable.Range(0, count).Select(number => PostGroup($"{number}", Enumerable.Range(0, Members).Select(member => $"user-{number}-{member}")));
}
