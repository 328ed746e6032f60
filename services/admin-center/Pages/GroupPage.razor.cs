using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.Parts;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>A group: what it gives access to (P25), members, history; what administrators may change of it (P24), release (P18).</summary>
public partial class GroupPage
{
    private Group? group;
    private GroupNameForm? form;
    private ulong editedVersion;
    private int loads;
    private bool isGone;
    private string shown = "", editedName = "";

    /// <summary>Whose page.</summary>
    [Parameter]
    public string GroupId { get; set; } = "";

    private bool IsSystem => group is { Everyone: true } or { Administrators: true };

    private string Purpose => group switch
    {
        { Everyone: true } => "Reserved: every active user, always. Its roles hold for all of them.",
        { Administrators: true } => "Reserved: its members work in this Admin Center.",
        { Source: Source.Scim } => "Pushed by your identity provider.",
        _ => "Managed here by administrators.",
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown != GroupId)
        {
            shown = GroupId;
            (group, form, isGone) = (null, null, false);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var id = GroupId;
        var request = new GetGroupRequest { OrganizationId = Organization, GroupId = id, IncludeSystem = true };
        if (await AskAsync(() => Backends.Groups.GetGroupAsync(request, cancellationToken: Closed), () => id == shown) is { } found)
        {
            Show(found.Group);
            if (found.Group.Source == Source.Scim)
            {
                StateHasChanged(); // the group is shown before it is known when the last sync was
                await LookUpSyncsAsync([id]);
            }
        }
        else if (id == shown && Problem?.Reason == Reason.GroupNotFound)
        {
            (group, form, isGone) = (null, null, true);
        }
    }

    private void Show(Group found)
    {
        if (found.Id != shown)
        {
            return; // it comes late: this page was left for another group's
        }

        (group, loads) = (found, loads + 1); // grants change the history, not the version
        if (form is not null && found.DisplayName == editedName)
        {
            editedVersion = found.Version; // its members were changed, perhaps by oneself: the name that is edited is still the one there
        }
    }

    private void BeginRename()
    {
        (form, editedName, editedVersion, Problem) = (new() { Name = group!.DisplayName }, group.DisplayName, group.Version, null);
    }

    private void EndRename()
    {
        (form, Problem) = (null, null);
    }

    private async Task LookAgainAsync()
    {
        EndRename();
        await LoadAsync();
    }

    private async Task RenameAsync()
    {
        if (IsBusy || !form!.Check())
        {
            return;
        }

        var (id, edited) = (GroupId, form);
        var renamed = await BusyAsync(() => ChangeAsync($"Rename the group {group!.DisplayName}", cause => Backends.Groups.ChangeGroupAsync(new()
        {
            OrganizationId = Organization,
            GroupId = id,
            Manager = Manager.Administrator,
            DisplayName = edited.Name,
            IfVersion = { editedVersion },
            Cause = cause,
        })));
        if (renamed is null)
        {
            Problem = edited.Take(Problem);
            return;
        }

        form = id == shown ? null : form;
        Show(renamed.Group);
        Snackbar.Add($"The group is called {renamed.Group.DisplayName} now.", Severity.Success);
    }

    private async Task ReleaseAsync()
    {
        var version = group!.Version;
        if (!await Dialogs.ConfirmAsync($"Release {group.DisplayName}?", "Release", ReleaseMeans, isDangerous: false))
        {
            return;
        }

        if (await BusyAsync(() => ChangeAsync($"Release the group {group.DisplayName}", cause => Backends.Groups.ReleaseGroupAsync(
            new() { OrganizationId = Organization, GroupId = GroupId, IfVersion = version, Cause = cause }))) is { } released)
        {
            Show(released.Group);
            Snackbar.Add($"The group {released.Group.DisplayName} is a local one now: rename, fill or delete it here.", Severity.Success);
        }
    }

    private async Task DeleteAsync()
    {
        var (name, version) = (group!.DisplayName, group.Version);
        if (!await Dialogs.ConfirmAsync($"Delete {name}?", "Delete", DeleteMeans))
        {
            return;
        }

        if (await BusyAsync(() => ChangeAsync($"Delete the group {name}", cause => Backends.Groups.DeleteGroupAsync(
            new() { OrganizationId = Organization, GroupId = GroupId, Manager = Manager.Administrator, IfVersion = { version }, Cause = cause }))) is not null)
        {
            Snackbar.Add($"The group {name} was deleted.", Severity.Success);
            Navigation.NavigateTo($"/o/{Organization}/groups");
        }
    }
}
