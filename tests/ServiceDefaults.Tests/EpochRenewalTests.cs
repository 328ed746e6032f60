using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using OptiId.Store;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>What an operator asks a service for after a restore. That followers rebuild then: tests/Access.Tests.</summary>
public sealed class EpochRenewalTests(EmbeddedTestStore store) : IClassFixture<EmbeddedTestStore>
{
    [Fact]
    public async Task EveryPartitionBeginsANewEpoch_AndTheServiceSaysSo()
    {
        var session = store.OpenSession();
        await session.TryCommitAsync(new Commit(5).Append(new() { OrganizationId = "o" }));
        var before = await new ChangeLog(session).ReadHeadsAsync();
        await using var app = Build(session.Keys.Service, store.Connection);
        using var output = new StringWriter();

        await EpochRenewal.RunAsync(app.Services, output);

        var after = await new ChangeLog(session).ReadHeadsAsync();
        after.Zip(before).ShouldAllBe(pair => pair.First.Epoch != pair.Second.Epoch && pair.First.Sequence == pair.Second.Sequence);
        output.ToString().ShouldBe(
            $"The log of {session.Keys.Service} at {store.Connection} has begun new epochs in all 64 partitions, 1 of which have entries. Whoever follows it takes a snapshot.{Environment.NewLine}");
    }

    [Fact]
    public async Task WhereTheStoreStaysAway_NothingIsSaidToBeDone()
    {
        var address = $"127.0.0.1:{FreePorts.Find()}";
        await using var app = Build("nobody", address);
        using var output = new StringWriter();

        var problem = await Should.ThrowAsync<SettingsException>(() => EpochRenewal.RunAsync(app.Services, output, TimeSpan.FromMilliseconds(10)));

        problem.Message.ShouldContain(address);
        output.ToString().ShouldBeEmpty();
    }

    private static WebApplication Build(string service, string connection)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Store:Connection"] = connection, ["Store:Embedded"] = "true" });
        builder.AddStore(service);
        return builder.Build();
    }
}
