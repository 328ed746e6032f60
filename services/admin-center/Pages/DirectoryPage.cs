using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.History;
using OptiId.Events.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>What the pages of users and groups, and their parts, have in common: names of ids, last syncs.</summary>
public abstract class DirectoryPage : OrganizationPage
{
    private const int GroupsAtOnce = 200;

    private readonly HashSet<string> lookedUp = new(StringComparer.Ordinal);
    private bool isLogAway;

    [Inject]
    private protected ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private protected IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ActorNames Actors { get; set; } = null!;

    /// <summary>What ids are called.</summary>
    private protected KnownNames Names { get; } = new();

    /// <summary>When the identity provider last wrote what is shown.</summary>
    private protected Dictionary<string, Timestamp> Syncs { get; } = new(StringComparer.Ordinal);

    /// <summary>What stands where no last sync is known.</summary>
    private protected string NeverSynced(string id) => lookedUp.Contains(id) ? "not within 30 days" : isLogAway ? "can't be told now" : "…";

    /// <summary>Looks up when the identity provider last wrote users or groups.</summary>
    private protected async Task LookUpSyncsAsync(IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        var found = await AskAsideAsync(() => Backends.Log.LookUpLastSyncsAsync(new() { OrganizationId = Organization, ResourceIds = { ids } }, cancellationToken: Closed));
        isLogAway = found is null;
        lookedUp.UnionWith(found is null ? [] : ids);
        foreach (var sync in found?.Syncs ?? [])
        {
            Syncs[sync.ResourceId] = sync.At;
        }
    }

    /// <summary>Finds out what users are called.</summary>
    private protected Task NameUsersAsync(IEnumerable<string> ids) => AskAsideAsync(() => Actors.LearnUsersAsync(Names, Organization, ids, Closed));

    /// <summary>Finds out who actors are: administrators, tokens, and which identity provider asks.</summary>
    private protected Task NameActorsAsync(IReadOnlyCollection<string> actors) => AskAsideAsync(() => Actors.LearnAsync(Names, Caller, Organization, actors, Closed));

    /// <summary>Finds out what groups are called.</summary>
    private protected async Task NameGroupsAsync(IEnumerable<string> ids)
    {
        foreach (var chunk in ids.Where(id => !Names.Groups.ContainsKey(id)).Distinct().Chunk(GroupsAtOnce))
        {
            var found = await AskAsideAsync(() => Backends.Groups.GetGroupsAsync(new() { OrganizationId = Organization, GroupIds = { chunk } }, cancellationToken: Closed));
            foreach (var group in found?.Groups ?? [])
            {
                Names.Groups[group.Id] = group.DisplayName;
            }
        }
    }

    /// <summary>Finds out what product instances are called.</summary>
    private protected async Task NameInstancesAsync()
    {
        if (Names.Instances.Count == 0
            && await AskAsideAsync(() => Backends.Instances.ListInstancesAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)) is { } found)
        {
            foreach (var instance in found.Instances)
            {
                Names.Instances[instance.Id] = InstanceNames.Display(instance);
            }
        }
    }

    /// <summary>A line of a history, once its names are found out.</summary>
    private protected HistoryLine LineOf(Change change, IReadOnlyList<Word> what) =>
        new(change.At, what, ActorWords.Say(change.Cause?.Actor ?? "", Names), ActorWords.RequestIn(change.Cause));
}
