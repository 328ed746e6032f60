using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.History;
using OptiId.Errors.V1;
using OptiId.Events.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>What the pages of users and groups, and their parts, have in common: names of ids, last syncs, what is in the address.</summary>
public abstract class DirectoryPage : OrganizationPage
{
    private const int GroupsAtOnce = 200;

    private readonly Queue<string> pushed = new();

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
    private protected string NeverSynced { get; private set; } = "not within 30 days";

    /// <summary>Asks for what a page can do without: a refusal isn't told as the page's problem.</summary>
    private protected Task<T?> AskAsideAsync<T>(Func<Grpc.Core.AsyncUnaryCall<T>> call)
        where T : class => AsideAsync(() => AskAsync(call));

    /// <inheritdoc cref="AskAsideAsync{T}(Func{Grpc.Core.AsyncUnaryCall{T}})"/>
    private protected Task<T?> AskAsideAsync<T>(Func<Task<T>> ask)
        where T : class => AsideAsync(() => AskAsync(ask));

    /// <summary>What was last asked for aside and refused; null: it wasn't.</summary>
    private protected Reason? AsideRefusal { get; private set; }

    /// <summary>Looks up when the identity provider last wrote users or groups.</summary>
    private protected async Task LookUpSyncsAsync(IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            return;
        }

        var found = await AskAsideAsync(() => Backends.Log.LookUpLastSyncsAsync(new() { OrganizationId = Organization, ResourceIds = { ids } }, cancellationToken: Closed));
        NeverSynced = found is null ? "can't be told now" : "not within 30 days";
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

    /// <summary>Keeps in the address what is looked for, so that Back comes back to it; each letter doesn't become a step of its own.</summary>
    private protected void KeepInAddress(params (string Name, string? Value)[] query)
    {
        var address = Navigation.GetUriWithQueryParameters(query.ToDictionary(pair => pair.Name, pair => (object?)(pair.Value is { Length: > 0 } value ? value : null)));
        if (address != Navigation.Uri)
        {
            pushed.Enqueue(address);
            Navigation.NavigateTo(address, replace: true);
        }
    }

    /// <summary>Whether the address changed by <see cref="KeepInAddress"/>: what was typed since must not be overwritten by it.</summary>
    private protected bool IsOwnAddress()
    {
        if (!pushed.Contains(Navigation.Uri))
        {
            pushed.Clear();
            return false;
        }

        while (pushed.Dequeue() != Navigation.Uri)
        {
        }

        return true;
    }

    private async Task<T?> AsideAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        var kept = Problem;
        var answer = await ask();
        (AsideRefusal, Problem) = (Problem?.Reason, kept);
        return answer;
    }
}
