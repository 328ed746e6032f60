using OptiId.Events.V1;
using OptiId.Testing;
using StackExchange.Redis;
using Xunit;

namespace OptiId.Store.Tests;

/// <summary>What the contracts share. Each is inherited for every store: the promises in the comments of libs/store hold for all of them.</summary>
public abstract class StoreContract
{
    /// <summary>The partition that most tests write.</summary>
    protected const int Place = 5;

    private protected StoreContract(TestStore store)
    {
        store.SkipIfMissing();
        Store = store;
        Session = store.OpenSession();
    }

    /// <summary>The store.</summary>
    protected TestStore Store { get; }

    /// <summary>A session whose keys no other test has.</summary>
    protected StoreSession Session { get; }

    /// <summary>The test's token, so that nothing outlives it.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A key of the test.</summary>
    protected RedisKey Key(string name) => Session.Keys.Of(Place, name);

    /// <summary>A further session on the same keys, with connections of its own, as another process has.</summary>
    protected StoreSession OpenAnother() => Store.OpenSession(Session.Keys.Service);

    /// <summary>A log entry that can be recognised.</summary>
    protected static Change Entry(string organizationId) => new() { OrganizationId = organizationId };
}
