using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.Access.V1;
using OptiId.AdminCenter.Parts;
using OptiId.Groups.V1;
using UserAccess = OptiId.Access.V1.UserAccess;

namespace OptiId.AdminCenter.Pages;

/// <summary>A product instance: who has access, through which groups; its name and roles.</summary>
public sealed partial class InstancePage : OrganizationPage
{
    private const int PageSize = 20;

    private readonly InstanceForm form = new();
    private readonly Dictionary<string, string> groupNames = [];
    private readonly Dictionary<string, string> names = [];
    private Instance? instance;
    private IReadOnlyList<Grant> grants = [];
    private List<UserAccess>? people;
    private Freshness? freshness;
    private string next = "";
    private string? listProblem, editProblem, deleteProblem;
    private bool isSaving;

    /// <summary>Which one.</summary>
    [Parameter]
    public string InstanceId { get; set; } = "";

    [Inject]
    private InstanceUses Uses { get; set; } = null!;

    [Inject]
    private ActorNames Actors { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (instance?.Id == InstanceId)
        {
            return;
        }

        (instance, people, next) = (null, null, "");
        var found = await AskAsync(() => Backends.Instances.GetInstanceAsync(new() { OrganizationId = Organization, InstanceId = InstanceId }, cancellationToken: Closed));
        if (found is null)
        {
            return;
        }

        instance = found.Instance;
        form.Show(instance);
        await LoadGrantsAsync();
        await MoreAsync();
    }

    private async Task LoadGrantsAsync()
    {
        var read = await AskAsync(async () =>
        {
            var listed = await Backends.Instances.ListGrantsAsync(new() { OrganizationId = Organization, InstanceId = InstanceId }, cancellationToken: Closed);
            await Uses.AddNamesAsync(groupNames, Organization, listed.Grants.Select(grant => grant.GroupId), Closed);
            return listed;
        });
        (grants, listProblem) = (read?.Grants ?? grants, Problem?.Sentence);
    }

    private async Task MoreAsync()
    {
        var request = new ListUsersOfInstanceRequest
        {
            OrganizationId = Organization,
            InstanceId = InstanceId,
            PageSize = PageSize,
            PageToken = next,
            Consistency = new() { AllowStale = true },
        };
        if (await AskAsync(() => Backends.Access.ListUsersOfInstanceAsync(request, cancellationToken: Closed)) is { } page)
        {
            await NameAsync(page.Users.Select(user => user.UserId));
            people = [.. people ?? [], .. page.Users];
            (next, freshness) = (page.NextPageToken, page.Freshness);
        }

        listProblem ??= Problem?.Sentence;
    }

    private async Task NameAsync(IEnumerable<string> ids)
    {
        foreach (var (id, name) in await AskAsync(() => Actors.ReadUsersAsync(Organization, ids, Closed)) ?? [])
        {
            names[id] = name;
        }
    }

    private async Task SaveAsync()
    {
        editProblem = null;
        if (isSaving || !form.Check())
        {
            return;
        }

        isSaving = true;
        var saved = await ChangeAsync($"Change the product instance {instance!.Name}", cause => Backends.Instances.UpdateInstanceAsync(new()
        {
            OrganizationId = Organization,
            InstanceId = InstanceId,
            Product = form.Product,
            Name = form.Name,
            Environment = form.Environment,
            Roles = { form.Roles },
            IfVersion = instance.Version,
            Cause = cause,
        }));
        isSaving = false;
        if (saved is null)
        {
            editProblem = form.Take(Problem)?.Sentence;
            return;
        }

        instance = saved.Instance;
        form.Show(instance);
        Snackbar.Add($"{instance.Name} was saved.", Severity.Success);
    }

    private async Task DeleteAsync()
    {
        deleteProblem = null;
        await LoadGrantsAsync(); // what ends is counted at the moment of asking
        var groups = grants.Select(grant => grant.GroupId).Distinct(StringComparer.Ordinal).Count();
        var what = grants.Count == 0
            ? "No group has a role in it, so nobody loses anything."
            : $"{Count(grants.Count, "grant")} of {Count(groups, "group")} {(grants.Count == 1 ? "ends" : "end")} with it, and whoever has access through them loses it at once. It can't be undone.";
        if (!await Dialogs.ConfirmAsync($"Delete {instance!.Name}?", "Delete", builder => builder.AddContent(0, what)))
        {
            return;
        }

        var deleted = await ChangeAsync(
            $"Delete the product instance {instance.Name}",
            cause => Backends.Instances.DeleteInstanceAsync(new() { OrganizationId = Organization, InstanceId = InstanceId, Cause = cause }));
        if (deleted is null)
        {
            deleteProblem = Problem?.Sentence;
            return;
        }

        Snackbar.Add($"{instance.Name} was deleted.", Severity.Success);
        Navigation.NavigateTo($"/o/{Organization}/instances");
    }

    private static string Count(int count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";
}
