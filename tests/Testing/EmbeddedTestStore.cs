namespace OptiId.Testing;

/// <summary>The embedded store, in a temporary directory.</summary>
public sealed class EmbeddedTestStore : TestStore
{
    private readonly TemporaryDirectory directory = new();
    private EmbeddedStore.EmbeddedStore? store;

    /// <inheritdoc />
    public override string Connection => store!.Connection;

    /// <inheritdoc />
    public override ValueTask InitializeAsync()
    {
        store = EmbeddedStore.EmbeddedStore.Start(directory.Path);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task RestartAsync()
    {
        var port = store!.Port;
        await store.DisposeAsync();
        store = EmbeddedStore.EmbeddedStore.Start(directory.Path, port);
    }

    /// <inheritdoc />
    protected override async ValueTask CloseAsync()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }

        directory.Dispose();
    }
}
