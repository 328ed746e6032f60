using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>What comes right after an organization: its first administrator and its first token.</summary>
public sealed partial class BeginOrganization : OrganizationPage
{
    // The reserved groups come a moment after their organization (P13).
    private const int Tries = 40;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly CollaboratorForm form = new();
    private Organization? organization;
    private string administratorsId = "";
    private string? userId;
    private ulong administrators;
    private bool isLooking = true;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        organization = (await AskAsync(() => Backends.Organizations.GetOrganizationAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)))?.Organization;
        if (organization is null)
        {
            return;
        }

        StateHasChanged(); // the reserved groups may take a moment
        if (await FindAdministratorsAsync() is { } group)
        {
            (administratorsId, administrators) = (group.Id, group.MemberCount);
        }

        isLooking = false;
    }

    private Task AddAdministratorAsync() => userId is not null || form.Check() ? BusyAsync(CreateAndAddAsync) : Task.CompletedTask;

    // Two writes: where the second is refused, the first isn't done twice.
    private async Task CreateAndAddAsync()
    {
        if (userId is null)
        {
            var created = await ChangeAsync("Add the first administrator", cause => Backends.Users.CreateCollaboratorAsync(
                new() { OrganizationId = Organization, UserName = form.UserName, GivenName = form.GivenName, FamilyName = form.FamilyName, Cause = cause }));
            if (created is null)
            {
                Problem = form.Take(Problem);
                return;
            }

            userId = created.User.Id;
        }

        if (await FindAdministratorsAsync() is not { } group)
        {
            Problem ??= new(Reason.GroupNotFound, "The user was created, but the group Admin Center Administrators isn't there yet. Try again in a moment.");
            return;
        }

        var added = await ChangeAsync("Put a user into Admin Center Administrators", cause => Backends.Groups.ChangeGroupAsync(new()
        {
            OrganizationId = Organization,
            GroupId = group.Id,
            Manager = Manager.Administrator,
            MemberChanges = { new MemberChange { Add = new() { UserIds = { userId } } } },
            Cause = cause,
        }));
        if (added is not null)
        {
            (administratorsId, administrators, userId) = (group.Id, added.Group.MemberCount, null);
            Snackbar.Add("The first administrator can sign in now.", Severity.Success);
        }
    }

    private async Task<Group?> FindAdministratorsAsync()
    {
        for (var turn = 0; turn < Tries; turn++)
        {
            var found = await AskAsync(() => Backends.Groups.ListGroupsAsync(new()
            {
                OrganizationId = Organization,
                Filter = "displayName eq \"Admin Center Administrators\"",
                Count = 1,
                IncludeSystem = true,
            }));
            if (found is null || found.Groups.Count > 0)
            {
                return found?.Groups[0];
            }

            await Task.Delay(Between, Time, Closed);
        }

        return null;
    }
}
