using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.Parts;
using OptiId.Common.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>Groups and users that an identity provider left behind, released together (P18). For Support.</summary>
public sealed partial class Releases : OrganizationPage
{
    private const int PageSize = 200;

    private readonly HashSet<string> chosen = [];
    private List<Row> rows = [];
    private ProvisioningMode? mode;
    private string next = "";
    private int days = 7, asked, lookedAt;
    private bool isLoaded, isLoading, areUsers;

    /// <summary>"users": the users; else the groups.</summary>
    [SupplyParameterFromQuery(Name = "of")]
    public string? Of { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    private string Noun => areUsers ? "user" : "group";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (asked > 0 && areUsers == (Of == "users"))
        {
            return;
        }

        (areUsers, isLoaded) = (Of == "users", false);
        if (mode is null)
        {
            mode = (await AskAsync(() => Backends.Organizations.GetOrganizationAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)))?.Organization.Mode;
            days = mode == ProvisioningMode.Jit ? 0 : days;
        }

        if (mode is not null)
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        asked++;
        chosen.Clear();
        (rows, next, lookedAt) = ([], "", 0);
        await MoreAsync();
        isLoaded = true;
    }

    private async Task MoreAsync()
    {
        var turn = asked;
        isLoading = true;
        var page = await AskAsync(ReadPageAsync, () => turn == asked);
        if (turn != asked)
        {
            return; // others are asked for now
        }

        isLoading = false;
        if (page is not null)
        {
            var since = Time.GetUtcNow().AddDays(-days);
            var leftBehind = page.Rows.Where(row => days == 0 || row.Last is null || row.Last.ToDateTimeOffset() < since);
            rows = [.. rows.Concat(leftBehind).OrderBy(row => row.Last?.ToDateTimeOffset() ?? DateTimeOffset.MinValue)]; // stable: by name where none is known
            (next, lookedAt) = (page.Next, lookedAt + page.Rows.Count);
        }
    }

    private async Task<Page> ReadPageAsync()
    {
        var (found, token) = areUsers ? await ReadUsersAsync(next) : await ReadGroupsAsync(next);
        var syncs = await Backends.Log.LookUpLastSyncsAsync(new() { OrganizationId = Organization, ResourceIds = { found.Select(row => row.Id) } }, cancellationToken: Closed);
        var last = syncs.Syncs.ToDictionary(sync => sync.ResourceId, sync => sync.At);
        return new([.. found.Select(row => row with { Last = last.GetValueOrDefault(row.Id) })], token);
    }

    private async Task<(IReadOnlyList<Row> Rows, string Next)> ReadUsersAsync(string token)
    {
        var page = await Backends.Users.SearchUsersAsync(
            new() { OrganizationId = Organization, Sources = { Source.Scim }, States = { UserState.Active }, PageSize = PageSize, PageToken = token }, cancellationToken: Closed);
        return ([.. page.Users.Select(user => new Row(user.Id, UserNames.Display(user), null, null))], page.NextPageToken);
    }

    private async Task<(IReadOnlyList<Row> Rows, string Next)> ReadGroupsAsync(string token)
    {
        var page = await Backends.Groups.SearchGroupsAsync(
            new() { OrganizationId = Organization, Sources = { Source.Scim }, PageSize = PageSize, PageToken = token }, cancellationToken: Closed);
        return ([.. page.Groups.Select(group => new Row(group.Id, group.DisplayName, group.MemberCount, null))], page.NextPageToken);
    }

    private void Choose(string id, bool isChosen)
    {
        if (isChosen)
        {
            chosen.Add(id);
        }
        else
        {
            chosen.Remove(id);
        }
    }

    private void ChooseAll()
    {
        var all = chosen.Count == rows.Count;
        chosen.Clear();
        chosen.UnionWith(all ? [] : rows.Select(row => row.Id));
    }

    private Task ReleaseAsync() => BusyAsync(async () =>
    {
        var names = rows.Where(row => chosen.Contains(row.Id)).Select(row => row.Name).ToList();
        var confirmed = await Dialogs.ConfirmAsync($"Release {LogWords.Counted(names.Count, Noun)}?", "Release", builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, $"{LogWords.FirstOf(names, 10)} {(names.Count == 1 ? "becomes" : "become")} local: administrators edit and delete them from then on. "
                + (areUsers ? "Groups and access stay as they are. " : "Members and access stay as they are. ")
                + "If the identity provider still pushes one of them, its next push takes it over again.");
            builder.CloseElement();
        }, isDangerous: false);
        if (confirmed)
        {
            await ReleaseEachAsync();
        }
    });

    // One after the other: what is refused stays chosen, with the reason above the list.
    private async Task ReleaseEachAsync()
    {
        var (released, noun) = (0, Noun);
        foreach (var id in chosen.ToList())
        {
            if (!await (areUsers ? ReleaseUserAsync(id) : ReleaseGroupAsync(id)))
            {
                break;
            }

            released++;
            chosen.Remove(id);
            rows.RemoveAll(row => row.Id == id);
        }

        if (released > 0)
        {
            Snackbar.Add($"Released {LogWords.Counted(released, noun)}.", Severity.Success);
        }
    }

    private async Task<bool> ReleaseGroupAsync(string id) => await ChangeAsync("Release a group", cause => Backends.Groups.ReleaseGroupAsync(
        new() { OrganizationId = Organization, GroupId = id, Cause = cause })) is not null;

    private async Task<bool> ReleaseUserAsync(string id) => await ChangeAsync("Release a user from the identity provider", cause => Backends.Users.ReleaseUserAsync(
        new() { OrganizationId = Organization, UserId = id, Cause = cause })) is not null;

    private sealed record Row(string Id, string Name, ulong? Members, Timestamp? Last);

    private sealed record Page(IReadOnlyList<Row> Rows, string Next);
}
