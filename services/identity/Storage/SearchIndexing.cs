using OptiId.Identity.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.Identity.Storage;

/// <summary>
/// Puts the users who were written before there was an index of words into it (<see cref="UserSearchIndex"/>): once for each organization.
/// <c>search-indexed</c> of a partition: organization → the place up to which it is done, or <see cref="Done"/>, which new organizations are from
/// the beginning. Indexing twice changes nothing, so replicas may do it side by side.
/// </summary>
internal sealed class SearchIndexing(
    StoreSession session, OrganizationStore organizations, UserStore store, UserOrders orders, TimeProvider time, ILogger<SearchIndexing> logger) : BackgroundService
{
    /// <summary>What the field of an organization holds whose users are all indexed.</summary>
    public const string Done = "done";

    private const int UsersAtOnce = 50; // some ten entries each

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly KeySpace keys = session.Keys;

    /// <summary>Where a partition keeps how far its organizations are.</summary>
    public static RedisKey Progress(KeySpace keys, int partition) => keys.Of(partition, "search-indexed");

    /// <summary>Indexes who isn't yet.</summary>
    public async Task IndexAsync(CancellationToken cancellation)
    {
        for (var partition = 0; partition < Partition.Count; partition++)
        {
            var progress = (await session.Bulk.HashGetAllAsync(Progress(keys, partition))).ToDictionary(entry => (string)entry.Name!, entry => (string)entry.Value!);
            foreach (var (organizationId, _) in await organizations.ListNamesAsync(partition))
            {
                var place = progress.GetValueOrDefault(organizationId);
                if (place != Done)
                {
                    await IndexAsync(organizationId, place is null ? null : ListPlace.Parse(place), cancellation);
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await IndexAsync(stoppingToken);
                return; // whoever is written from now on is indexed then
            }
            catch (Exception e) when (StoreSession.IsAway(e) || e is StoreUnavailableException or StoreBusyException)
            {
                IdentityLog.IndexingFailed(logger, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task IndexAsync(string organizationId, ListPlace? after, CancellationToken cancellation)
    {
        var partition = Partition.Of(organizationId);
        await foreach (var page in orders.ReadAllAsync(organizationId, after).WithCancellation(cancellation))
        {
            foreach (var users in page.Chunk(UsersAtOnce))
            {
                cancellation.ThrowIfCancellationRequested();
                var commit = new Commit(partition);
                foreach (var user in users)
                {
                    Write(commit, user);
                }

                if (await session.TryCommitAsync(commit) is null)
                {
                    await IndexOneByOneAsync(organizationId, users);
                }

                var last = new ListPlace(SortValue.None, users[^1].Number, users[^1].Id);
                await session.TryCommitAsync(new Commit(partition).SetField(Progress(keys, partition), organizationId, last.ToString()));
            }
        }

        await session.TryCommitAsync(new Commit(partition).SetField(Progress(keys, partition), organizationId, Done));
    }

    /// <summary>One of them was written meanwhile, and perhaps knows only what that changed: each again, as it is then.</summary>
    private async Task IndexOneByOneAsync(string organizationId, IEnumerable<User> users)
    {
        foreach (var user in users)
        {
            await session.ChangeAsync(async () =>
            {
                var commit = new Commit(Partition.Of(organizationId));
                foreach (var present in await store.ReadAsync(organizationId, [user.Id], bulk: true))
                {
                    Write(commit, present);
                }

                return (0, commit);
            });
        }
    }

    private void Write(Commit commit, User user)
    {
        if (user.State != UserState.Deleted)
        {
            UserSearchIndex.Write(store.ExpectUnchanged(commit, user), keys, before: null, user);
        }
    }
}
