using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.Parts;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>A user: profile, groups, access with why, history; what administrators may change of it (P24), release (P18) and erase (P10).</summary>
public partial class UserPage
{
    private User? user;
    private IReadOnlyList<StoredAttribute> stored = [];
    private CollaboratorForm? form;
    private ulong editedVersion;
    private bool isGone, isErased, isDeleted;
    private string shown = "";

    /// <summary>Whose page.</summary>
    [Parameter]
    public string UserId { get; set; } = "";

    private bool IsEditable => user is { Source: Source.Local };

    private string GoneText => (isErased, isDeleted) switch
    {
        (true, _) => "Every personal datum was erased.",
        (_, true) => "The user was deleted. Adding or pushing the same e-mail address within the retention time (30 days, unless set otherwise) brings the user back under the same id; after it every personal datum is gone.",
        _ => "The user was erased, or deleted longer ago than deleted users are kept, or never belonged to this organization.",
    };

    private string DeactivatedText => user!.Source == Source.Scim
        ? "The identity provider deactivated this user: no sign-in, no access, not counted. Assign the person to the application again there to reinstate the same user; within the grace time (7 days, unless set otherwise) "
            + "the memberships then count again."
        : "This user is deactivated: no sign-in, no access, not counted. Add a collaborator with the same e-mail address to bring the user back under the same id.";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown != UserId)
        {
            shown = UserId;
            (user, form, isGone, isErased, isDeleted) = (null, null, false, false, false);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var id = UserId;
        var found = await AskAsync(() => Backends.Users.GetUserAsync(new() { OrganizationId = Organization, UserId = id }, cancellationToken: Closed), () => id == shown);
        if (found is not null)
        {
            Show(found.User);
            if (found.User.Source == Source.Scim)
            {
                StateHasChanged(); // the user is shown before it is known when the last sync was
                await LookUpSyncsAsync([id]);
            }
        }
        else if (id == shown && Problem?.Reason == Reason.UserNotFound)
        {
            (user, form, isGone) = (null, null, true);
            StateHasChanged();
            await FindDeletedAsync(id);
        }
    }

    // Whoever was deleted is no user any more, but has a history until nothing is kept of them (P10).
    private async Task FindDeletedAsync(string id)
    {
        var history = await AskAsideAsync(() => Backends.Users.ListUserHistoryAsync(new() { OrganizationId = Organization, UserId = id, PageSize = 1 }, cancellationToken: Closed));
        if (id == shown)
        {
            isDeleted = history is not null;
        }
    }

    // What comes late may be of a user whose page was left for another's.
    private void Show(User found)
    {
        if (found.Id == shown)
        {
            (user, stored, isGone, isDeleted) = (found, StoredAttributes.Of(found), false, false);
        }
    }

    private void BeginEdit()
    {
        (form, editedVersion, Problem) = (new(user!), user!.Version, null);
    }

    private void EndEdit()
    {
        (form, Problem) = (null, null);
    }

    private async Task LookAgainAsync()
    {
        EndEdit();
        await LoadAsync();
    }

    private async Task SaveAsync()
    {
        if (IsBusy || !form!.Check())
        {
            return;
        }

        var (id, edited) = (UserId, form);
        var saved = await BusyAsync(() => ChangeAsync("Change a collaborator", cause => Backends.Users.UpdateCollaboratorAsync(new()
        {
            OrganizationId = Organization,
            UserId = id,
            UserName = edited.UserName,
            GivenName = edited.GivenName,
            FamilyName = edited.FamilyName,
            IfVersion = editedVersion,
            Cause = cause,
        })));
        if (saved is null)
        {
            Problem = edited.Take(Problem);
            return;
        }

        form = id == shown ? null : form;
        Show(saved.User);
        Snackbar.Add($"{UserNames.Display(saved.User)} was changed.", Severity.Success);
    }

    private async Task ReleaseAsync()
    {
        var version = user!.Version;
        if (!await Dialogs.ConfirmAsync($"Release {UserNames.Display(user)}?", "Release", ReleaseMeans, isDangerous: false))
        {
            return;
        }

        if (await BusyAsync(() => ChangeAsync("Release a user from the identity provider", cause => Backends.Users.ReleaseUserAsync(
            new() { OrganizationId = Organization, UserId = UserId, IfVersion = version, Cause = cause }))) is { } released)
        {
            Show(released.User);
            Snackbar.Add($"{UserNames.Display(released.User)} is a collaborator now: edit or delete the user here.", Severity.Success);
        }
    }

    private async Task DeleteAsync()
    {
        var (name, version) = (UserNames.Display(user!), user!.Version);
        if (!await Dialogs.ConfirmAsync($"Delete {name}?", "Delete", DeleteMeans))
        {
            return;
        }

        if (await BusyAsync(() => ChangeAsync("Delete a collaborator", cause => Backends.Users.DeleteUserAsync(
            new() { OrganizationId = Organization, UserId = UserId, IfVersion = { version }, ByAdministrator = true, Cause = cause }))) is not null)
        {
            Snackbar.Add($"{name} was deleted.", Severity.Success);
            Navigation.NavigateTo($"/o/{Organization}/users");
        }
    }

    private async Task EraseAsync()
    {
        if (!await Dialogs.ConfirmByTypingAsync("Erase every personal datum?", "Erase for good", "userName", user!.UserName, EraseMeans))
        {
            return;
        }

        await EraseAsync(UserId);
    }

    // Of a deleted user the page knows no name any more that could be typed.
    private async Task EraseDeletedAsync()
    {
        var id = UserId;
        if (!await Dialogs.ConfirmByTypingAsync("Erase every personal datum?", "Erase for good", "word", "erase", EraseMeans))
        {
            return;
        }

        isDeleted = false;
        await LoadAsync(); // who came back meanwhile isn't erased by what was asked of a deleted user
        if (id == shown && isDeleted)
        {
            await EraseAsync(id);
        }
    }

    private async Task EraseAsync(string id)
    {
        if (await BusyAsync(() => ChangeAsync("Erase a user", cause => Backends.Users.EraseUserAsync(
            new() { OrganizationId = Organization, UserId = id, Cause = cause }))) is not null && id == shown)
        {
            Snackbar.Add("Every personal datum of the user was erased.", Severity.Success);
            (user, isGone, isErased, isDeleted) = (null, true, true, false);
        }
    }

    private bool IsSelf => Caller.Kind == CallerKind.Administrator && Caller.Id == UserId;

    private static string OrNone(string text) => text.Length > 0 ? text : "none";
}
