using OptiId.Sidecar;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>One running system for the tests of this assembly that need no other; each has an organization of its own.</summary>
public abstract class RunningSystem : IAsyncLifetime
{
    private ISystemHome home = null!;

    /// <summary>The user's folder, for the tools.</summary>
    public string Home => home.Path;

    /// <summary>The SCIM base URL.</summary>
    public Uri ScimBaseUrl => Run.Announcement.ScimBaseUrl;

    internal SystemRun Run { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        home = await NewHomeAsync();
        Run = await home.StartAsync();
    }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Run is not null)
        {
            await Run.DisposeAsync();
        }

        if (home is not null)
        {
            await home.DisposeAsync();
        }
    }

    internal abstract Task<ISystemHome> NewHomeAsync();
}

/// <summary>The local run.</summary>
public sealed class RunningLocal : RunningSystem
{
    internal override Task<ISystemHome> NewHomeAsync() => Task.FromResult<ISystemHome>(new LocalRunHome());
}

/// <summary>Six services as processes, each with its own sidecar.</summary>
public sealed class RunningThroughDapr : RunningSystem
{
    private readonly string root;
    private DaprHome home = null!;

    /// <summary>Of this release.</summary>
    public RunningThroughDapr()
        : this(Programs.Root)
    {
    }

    /// <summary>Of a release that was built elsewhere.</summary>
    internal RunningThroughDapr(string root) => this.root = root;

    /// <summary>The bus, where it is the tests' own.</summary>
    internal Broker? Broker => (home.Sidecars as OwnSidecars)?.Broker;

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        home.Sidecars.ShouldHaveRefusedNothing();
    }

    internal override async Task<ISystemHome> NewHomeAsync() => home = await DaprHome.NewAsync(root: root);
}
