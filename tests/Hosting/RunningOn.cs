using Microsoft.Extensions.Time.Testing;
using OptiId.Testing;
using Xunit;

namespace OptiId.Hosting;

/// <summary>The services over the embedded store, once for a test assembly.</summary>
public sealed class RunningOnEmbedded() : RunningOn(new EmbeddedTestStore(), settings: new()
{
    ["Identity:MaximumScan"] = $"{MaximumScan}",
    ["Groups:MaximumScan"] = $"{MaximumScan}",
})
{
    /// <summary>How many users or groups a filter that no index serves may look at.</summary>
    public const int MaximumScan = 100;
}

/// <summary>The services over a real Redis, once for a test assembly.</summary>
public sealed class RunningOnRedis() : RunningOn(new RedisTestStore());

/// <summary>The services over an embedded store of their own, with a clock that tests turn: for rules that need days to pass.</summary>
public sealed class RunningOnFakeClock() : RunningOn(
    new EmbeddedTestStore(), new FakeTimeProvider(DateTimeOffset.UtcNow) { AutoAdvanceAmount = TimeSpan.FromMicroseconds(10) })
{
    /// <summary>Lets time pass; what the services do now and then falls due.</summary>
    public void Pass(TimeSpan span) => ((FakeTimeProvider)Time!).Advance(span);
}

/// <summary>A store and the services over it.</summary>
public abstract class RunningOn(TestStore store, TimeProvider? time = null, Dictionary<string, string?>? settings = null) : IAsyncLifetime
{
    /// <summary>The store.</summary>
    public TestStore Store { get; } = store;

    /// <summary>The services' clock; null: the machine's.</summary>
    protected TimeProvider? Time { get; } = time;

    /// <summary>The services.</summary>
    public RunningServices Services { get; private set; } = null!;

    /// <summary>A new organization.</summary>
    public async Task<Tenant> NewTenantAsync(Identity.V1.ProvisioningMode mode = Identity.V1.ProvisioningMode.Scim)
    {
        Store.SkipIfMissing();
        return new(Services, await Services.CreateOrganizationAsync(mode));
    }

    /// <inheritdoc />
    public virtual async ValueTask InitializeAsync()
    {
        await Store.InitializeAsync();
        if (Store.Missing is null)
        {
            var withStore = new Dictionary<string, string?>(settings ?? []) { ["Store:Embedded"] = Store.Options.Embedded.ToString() };
            Services = await RunningServices.StartAsync(Store.Connection, Time, withStore);
        }
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        if (Services is not null)
        {
            await Services.DisposeAsync();
        }

        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
