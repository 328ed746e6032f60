using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.Access.V1;
using OptiId.Errors.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Parts;

/// <summary>The roles of a group in all product instances.</summary>
public partial class GroupGrants
{
    private const int PageSize = 50, FilterFrom = 10;

    private readonly GrantEdit edit = new();
    private List<Instance>? instances;
    private PreviewGrantsResponse? preview;
    private string filter = "", shown = "";
    private int count = PageSize;
    private bool hasConflict;

    /// <summary>Whose roles.</summary>
    [Parameter]
    [EditorRequired]
    public Group Group { get; set; } = null!;

    /// <summary>The roles were changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private IEnumerable<Instance> Matching => instances!.Where(instance => filter.Length == 0
        || InstanceNames.Display(instance).Contains(filter, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown == Group.Id)
        {
            return;
        }

        shown = Group.Id;
        if (await AskAsync(() => Backends.Instances.ListInstancesAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)) is { } found && await LoadAsync())
        {
            foreach (var instance in found.Instances)
            {
                Names.Instances[instance.Id] = InstanceNames.Display(instance);
            }

            // What the group has comes first: in a long list that is what one looks for.
            instances = [.. found.Instances.OrderByDescending(instance => instance.Roles.Any(role => edit.IsGranted(new(instance.Id, role))))
                .ThenBy(instance => instance.Product, StringComparer.OrdinalIgnoreCase).ThenBy(instance => instance.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    private async Task<bool> LoadAsync()
    {
        if (await AskAsync(() => Backends.Instances.ListGrantsAsync(new() { OrganizationId = Organization, GroupId = Group.Id }, cancellationToken: Closed)) is not { } grants)
        {
            return false;
        }

        edit.Load(grants.Grants, grants.Version);
        return true;
    }

    private void Filter(string? typed) => (filter, count) = (typed ?? "", PageSize);

    private void Tick(RoleOf role, ChangeEventArgs change)
    {
        edit.Tick(role, change.Value is true);
        (preview, Problem) = (null, null); // it was of other ticks
    }

    private void Reset()
    {
        edit.Reset();
        (preview, Problem, hasConflict) = (null, null, false);
    }

    private Task PreviewAsync() => BusyAsync(async () =>
    {
        if (await AskAsync(() => Backends.Access.PreviewGrantsAsync(edit.ToPreview(Organization, Group.Id), cancellationToken: Closed)) is { } found)
        {
            await NameUsersAsync(found.Effects.SelectMany(effect => effect.Examples.Take(PreviewWords.MaximumNamed)));
            preview = found;
        }
    });

    private Task SaveAsync() => BusyAsync(async () =>
    {
        var saved = await ChangeAsync($"Change the roles of the group {Group.DisplayName}", cause => Backends.Instances.ChangeGrantsAsync(edit.ToChange(Organization, Group.Id, cause)));
        preview = null;
        if (saved is null)
        {
            hasConflict = Problem?.Reason == Reason.VersionMismatch;
            return;
        }

        edit.Reset();
        edit.Load(saved.Grants, saved.Version);
        Snackbar.Add($"The roles of {Group.DisplayName} were saved.", Severity.Success);
        await OnChanged.InvokeAsync();
    });

    private Task MergeAsync() => BusyAsync(async () => { hasConflict = !await LoadAsync(); });

    private string Style(RoleOf role) => edit.IsTicked(role) == edit.IsGranted(role) ? "check" : "check changed";

    private string Mark(RoleOf role) => (edit.IsGranted(role), edit.IsTicked(role)) switch
    {
        (false, true) => " (new)",
        (true, false) => " (ends)",
        _ => "",
    };
}
