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
    private bool isGone, isErased, isBusy;
    private string shown = "";

    /// <summary>Whose page.</summary>
    [Parameter]
    public string UserId { get; set; } = "";

    private bool IsEditable => user is { Source: Source.Local };

    private string GoneText => isErased
        ? "Every personal datum was erased."
        : "The user was deleted or erased, or never belonged to this organization. Whoever was deleted comes back with the same id when the same e-mail address is added or pushed again within the retention time "
            + "(30 days, unless set otherwise).";

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
            (user, form, isGone, isErased) = (null, null, false, false);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (await AskAsync(() => Backends.Users.GetUserAsync(new() { OrganizationId = Organization, UserId = UserId }, cancellationToken: Closed)) is { } found)
        {
            Show(found.User);
            if (found.User.Source == Source.Scim)
            {
                await LookUpSyncsAsync([found.User.Id]);
            }
        }
        else
        {
            isGone = Problem?.Reason == Reason.UserNotFound;
        }
    }

    private void Show(User found)
    {
        user = found;
        stored = StoredAttributes.Of(found);
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
        if (isBusy || !form!.Check())
        {
            return;
        }

        var saved = await BusyAsync(() => ChangeAsync("Change a collaborator", cause => Backends.Users.UpdateCollaboratorAsync(new()
        {
            OrganizationId = Organization,
            UserId = UserId,
            UserName = form.UserName,
            GivenName = form.GivenName,
            FamilyName = form.FamilyName,
            IfVersion = editedVersion,
            Cause = cause,
        })));
        if (saved is null)
        {
            Problem = form.Take(Problem);
            return;
        }

        form = null;
        Show(saved.User);
        Snackbar.Add($"{UserNames.Display(saved.User)} was changed.", Severity.Success);
    }

    private async Task ReleaseAsync()
    {
        if (!await Dialogs.ConfirmAsync($"Release {UserNames.Display(user!)}?", "Release", ReleaseMeans, isDangerous: false))
        {
            return;
        }

        if (await BusyAsync(() => ChangeAsync("Release a user from the identity provider", cause => Backends.Users.ReleaseUserAsync(
            new() { OrganizationId = Organization, UserId = UserId, Cause = cause }))) is { } released)
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

        if (await BusyAsync(() => ChangeAsync("Erase a user", cause => Backends.Users.EraseUserAsync(
            new() { OrganizationId = Organization, UserId = UserId, Cause = cause }))) is not null)
        {
            Snackbar.Add("Every personal datum of the user was erased.", Severity.Success);
            (user, isGone, isErased) = (null, true, true);
        }
    }

    private async Task<T?> BusyAsync<T>(Func<Task<T?>> change)
    {
        isBusy = true;
        try
        {
            return await change();
        }
        finally
        {
            isBusy = false;
        }
    }

    private bool IsSelf => Caller.Kind == CallerKind.Administrator && Caller.Id == UserId;

    private static string OrNone(string text) => text.Length > 0 ? text : "none";
}
