using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.Parts;
using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>Groups that an identity provider left behind, released together (P18). For Support.</summary>
public sealed partial class Releases : OrganizationPage
{
    private const int PageSize = 50;

    private readonly List<(Group Group, Timestamp? Last)> rows = [];
    private readonly HashSet<string> chosen = [];
    private ProvisioningMode? mode;
    private string next = "";
    private int days = 7, asked;
    private bool isLoaded, isLoading, isReleasing;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        mode = (await AskAsync(() => Backends.Organizations.GetOrganizationAsync(new() { OrganizationId = Organization })))?.Organization.Mode;
        if (mode is not null)
        {
            days = mode == ProvisioningMode.Jit ? 0 : days;
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        rows.Clear();
        chosen.Clear();
        next = "";
        await MoreAsync(++asked);
        isLoaded = true;
    }

    private Task MoreAsync() => MoreAsync(asked);

    private async Task MoreAsync(int turn)
    {
        isLoading = true;
        var page = await AskAsync(() => Backends.Groups.SearchGroupsAsync(
            new() { OrganizationId = Organization, Sources = { Source.Scim }, PageSize = PageSize, PageToken = next }, cancellationToken: Closed));
        var syncs = page is null ? null : await AskAsync(() => Backends.Log.LookUpLastSyncsAsync(
            new() { OrganizationId = Organization, ResourceIds = { page.Groups.Select(group => group.Id) } }, cancellationToken: Closed));
        isLoading = false;
        if (page is null || syncs is null || turn != asked)
        {
            return;
        }

        var last = syncs.Syncs.ToDictionary(sync => sync.ResourceId, sync => sync.At);
        var since = Time.GetUtcNow().AddDays(-days);
        rows.AddRange(page.Groups.Select(group => (group, last.GetValueOrDefault(group.Id)))
            .Where(row => days == 0 || row.Item2 is null || row.Item2.ToDateTimeOffset() < since));
        next = page.NextPageToken;
    }

    private void Choose(string groupId, bool isChosen)
    {
        if (isChosen)
        {
            chosen.Add(groupId);
        }
        else
        {
            chosen.Remove(groupId);
        }
    }

    private void ChooseAll()
    {
        var all = chosen.Count == rows.Count;
        chosen.Clear();
        chosen.UnionWith(all ? [] : rows.Select(row => row.Group.Id));
    }

    private async Task ReleaseAsync()
    {
        var names = rows.Where(row => chosen.Contains(row.Group.Id)).Select(row => row.Group.DisplayName).ToList();
        var confirmed = await Dialogs.ConfirmAsync($"Release {LogWords.Counted(names.Count, "group")}?", "Release", builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, $"{LogWords.FirstOf(names, 10)} become local: administrators edit and delete them from then on. Members and access stay as they are. "
                + "If the identity provider still pushes one of them, its next push takes it over again.");
            builder.CloseElement();
        }, isDangerous: false);
        if (confirmed && !isReleasing)
        {
            isReleasing = true;
            await ReleaseEachAsync();
            isReleasing = false;
        }
    }

    // One after the other: what is refused stays chosen, with the reason above the list.
    private async Task ReleaseEachAsync()
    {
        var released = 0;
        foreach (var groupId in chosen.ToList())
        {
            var answer = await ChangeAsync("Release a group", cause => Backends.Groups.ReleaseGroupAsync(
                new() { OrganizationId = Organization, GroupId = groupId, Cause = cause }));
            if (answer is null)
            {
                break;
            }

            released++;
            chosen.Remove(groupId);
            rows.RemoveAll(row => row.Group.Id == groupId);
        }

        if (released > 0)
        {
            Snackbar.Add($"Released {LogWords.Counted(released, "group")}.", Severity.Success);
        }
    }
}
