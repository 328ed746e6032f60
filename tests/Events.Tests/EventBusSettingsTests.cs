using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OptiId.ServiceDefaults;
using OptiId.Testing;
using Shouldly;
using Xunit;

namespace OptiId.Events.Tests;

/// <summary>Which bus a service takes by its settings.</summary>
public sealed class EventBusSettingsTests(RabbitMqFixture rabbitMq)
{
    [Fact]
    public async Task AnAddressInAFile_GoesBeforeOneInTheSettings()
    {
        rabbitMq.SkipIfMissing();
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "rabbitmq");
        await File.WriteAllTextAsync(file, $"{rabbitMq.Server.Address}\n", TestContext.Current.CancellationToken);
        await using var app = Build(("Events:RabbitMqFile", file), ("Events:RabbitMq", $"amqp://127.0.0.1:{FreePorts.Find()}/"));
        var bus = app.Services.GetRequiredService<IEventBus>();
        var received = new ConcurrentBag<string>();

        await using var subscription = await bus.SubscribeAsync($"file-{Guid.NewGuid():N}", (announcement, _) =>
        {
            received.Add(announcement.Id);
            return Task.CompletedTask;
        });
        await bus.PublishAsync(new("identity", 17, "epoch", new() { Sequence = 1, OrganizationId = "o" }), TestContext.Current.CancellationToken);

        await Hosting.Eventually.HoldsAsync(() => Task.FromResult(received.Contains("identity/17/1")));
    }

    [Fact]
    public async Task TwoBuses_OrNone_AreRefused()
    {
        using var folder = new TemporaryDirectory();
        var file = Path.Combine(folder.Path, "rabbitmq");
        await File.WriteAllTextAsync(file, "amqp://127.0.0.1/", TestContext.Current.CancellationToken);
        await using var both = Build(("Events:RabbitMqFile", file), ("Events:Dapr", "optiid-events"));
        await using var none = Build();

        foreach (var app in new[] { both, none })
        {
            Should.Throw<SettingsException>(() => app.Services.GetRequiredService<IEventBus>()).Message.ShouldContain("Events:RabbitMqFile");
        }
    }

    private static WebApplication Build(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.AddStore("settings").AddEventConsumer<NoProjection>("settings");
        return builder.Build();
    }

    private sealed class NoProjection : IProjection
    {
        public Task<AppliedPosition> ReadAppliedAsync(string source, int partition) => throw new NotSupportedException();

        public Task<bool> TryApplyAsync(string source, int partition, AppliedPosition expected, AppliedPosition next, IReadOnlyList<V1.Change> changes) =>
            throw new NotSupportedException();

        public Task StartOverAsync(string source, int partition, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
