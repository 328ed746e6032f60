using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Parts;

/// <summary>A group's members: by pages of the group, of Everyone by the search of users; who is in it is found by name however large it is.</summary>
public partial class GroupMembers
{
    private const int PageSize = 25, MaximumFound = 8;

    private readonly Dictionary<string, bool> isMember = new(StringComparer.Ordinal);
    private List<Member>? members;
    private List<User>? found;
    private string text = "", next = "";
    private bool isBusy;
    private int asked;
    private (string Id, Source Source) shown;

    /// <summary>Whose members.</summary>
    [Parameter]
    [EditorRequired]
    public Group Group { get; set; } = null!;

    /// <summary>Members were added or removed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool IsEditable => Group.Source == Source.Local || Group.Administrators;

    private string FindLabel => IsEditable ? "Find people to add or remove" : "Find a person";

    private string EmptyAdvice => Group switch
    {
        { Source: Source.Scim } => "The identity provider has pushed nobody into this group yet.",
        { Everyone: true } => "Nobody is active yet.",
        _ => "Find people above, then add them.",
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown != (Group.Id, Group.Source))
        {
            shown = (Group.Id, Group.Source);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (await ReadAsync("") is { } page)
        {
            members = page;
        }
    }

    private async Task MoreAsync()
    {
        if (await ReadAsync(next) is { } page)
        {
            members!.AddRange(page.Where(member => !members.Exists(other => other.User.Id == member.User.Id)));
        }
    }

    private Task<List<Member>?> ReadAsync(string token) => Group.Everyone ? ReadEveryoneAsync(token) : ReadMembersAsync(token);

    private async Task<List<Member>?> ReadEveryoneAsync(string token)
    {
        var turn = asked;
        var request = new SearchUsersRequest { OrganizationId = Organization, Text = text, PageSize = PageSize, PageToken = token };
        if (await AskAsync(() => Backends.Users.SearchUsersAsync(request, cancellationToken: Closed)) is not { } page || turn != asked)
        {
            return null;
        }

        next = page.NextPageToken;
        return [.. page.Users.Select(user => new Member(user, null, null))];
    }

    private async Task<List<Member>?> ReadMembersAsync(string token)
    {
        var request = new PageMembersRequest { OrganizationId = Organization, GroupId = Group.Id, PageSize = PageSize, PageToken = token };
        if (await AskAsync(() => Backends.Groups.PageMembersAsync(request, cancellationToken: Closed)) is not { } page
            || await AskAsync(() => Backends.Users.GetUsersAsync(new() { OrganizationId = Organization, UserIds = { page.Members.Select(member => member.UserId) } }, cancellationToken: Closed)) is not { } users)
        {
            return null;
        }

        next = page.NextPageToken;
        await NameActorsAsync([.. page.Members.Select(member => member.Cause?.Actor ?? "")]);
        var known = users.Users.ToDictionary(user => user.Id, StringComparer.Ordinal);
        return [.. page.Members.Where(member => known.ContainsKey(member.UserId)).Select(member => new Member(known[member.UserId], member.Since, member.Cause))];
    }

    private async Task FindAsync(string? typed)
    {
        text = typed ?? "";
        var turn = ++asked;
        if (Group.Everyone)
        {
            if (await ReadAsync("") is { } page)
            {
                (members, found) = (page, page.Count == 0 ? [] : null);
            }

            return;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            found = null;
            return;
        }

        var request = new SearchUsersRequest { OrganizationId = Organization, Text = text, PageSize = MaximumFound };
        if (await AskAsync(() => Backends.Users.SearchUsersAsync(request, cancellationToken: Closed)) is not { } answer || turn != asked) // a slower answer to an earlier letter
        {
            return;
        }

        await LookUpMembersAsync(answer.Users);
        found = turn == asked ? [.. answer.Users] : found;
    }

    // Where that is refused, nothing is known: the page says neither that somebody is no member nor offers to add him.
    private async Task LookUpMembersAsync(IReadOnlyCollection<User> users)
    {
        var request = new CheckMembersRequest { OrganizationId = Organization, GroupId = Group.Id, UserIds = { users.Select(user => user.Id) } };
        var answer = await AskAsync(() => Backends.Groups.CheckMembersAsync(request, cancellationToken: Closed));
        foreach (var user in users)
        {
            isMember.Remove(user.Id);
            if (answer is not null)
            {
                isMember[user.Id] = answer.UserIds.Contains(user.Id);
            }
        }
    }

    private async Task AddAsync(User user)
    {
        if (await ChangeMembersAsync($"Add a member to the group {Group.DisplayName}", new() { Add = new() { UserIds = { user.Id } } }) is not { } answer)
        {
            return;
        }

        isMember[user.Id] = true;
        members ??= [];
        if (answer.Counts.Added > 0 && !members.Exists(member => member.User.Id == user.Id))
        {
            var cause = new Cause { Actor = Caller.Actor };
            await NameActorsAsync([cause.Actor]);
            members.Insert(0, new(user, answer.Group.LastModified, cause)); // where it is seen, wherever the group's order has it
        }

        Snackbar.Add(answer.Counts.Parked > 0
            ? $"{UserNames.Display(user)} isn't active any more and counts as a member when reinstated."
            : $"{UserNames.Display(user)} is a member of {Group.DisplayName} now.", Severity.Success);
        await OnChanged.InvokeAsync();
    }

    private async Task RemoveAsync(User user)
    {
        var isSelf = Group.Administrators && Caller.Kind == CallerKind.Administrator && Caller.Id == user.Id;
        if (isSelf && !await Dialogs.ConfirmAsync("Remove yourself from the administrators?", "Remove", LeavingMeans))
        {
            return;
        }

        if (await ChangeMembersAsync($"Remove a member from the group {Group.DisplayName}", new() { Remove = new() { UserIds = { user.Id } } }) is null)
        {
            return;
        }

        isMember[user.Id] = false;
        members?.RemoveAll(member => member.User.Id == user.Id);
        Snackbar.Add($"{UserNames.Display(user)} is no member of {Group.DisplayName} any more.", Severity.Success);
        await OnChanged.InvokeAsync();
    }

    private async Task<ChangeGroupResponse?> ChangeMembersAsync(string attempt, MemberChange change)
    {
        isBusy = true;
        var answer = await ChangeAsync(attempt, cause => Backends.Groups.ChangeGroupAsync(
            new() { OrganizationId = Organization, GroupId = Group.Id, Manager = Manager.Administrator, MemberChanges = { change }, Cause = cause }));
        isBusy = false;
        return answer;
    }

    private string Address(string userId) => $"/o/{Organization}/users/{userId}";

    private sealed record Member(User User, Timestamp? Since, Cause? Cause);
}
