using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.Parts;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>A product instance: who has access, through which groups; its name and roles.</summary>
public sealed partial class InstancePage : OrganizationPage
{
    private readonly InstanceForm form = new();
    private readonly Dictionary<string, string> groupNames = [];
    private Instance? instance;
    private IReadOnlyList<Grant>? grants;
    private Refusal? editProblem, deleteProblem;
    private string? listProblem;
    private string shown = "";

    /// <summary>Which one.</summary>
    [Parameter]
    public string InstanceId { get; set; } = "";

    [Inject]
    private InstanceUses Uses { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown != InstanceId)
        {
            shown = InstanceId;
            (instance, grants, listProblem, editProblem, deleteProblem) = (null, null, null, null, null);
            await LoadAsync();
        }
    }

    private async Task<bool> LoadAsync()
    {
        var id = InstanceId;
        var found = await AskAsync(() => Backends.Instances.GetInstanceAsync(new() { OrganizationId = Organization, InstanceId = id }, cancellationToken: Closed), () => id == shown);
        if (found is null)
        {
            return false;
        }

        instance = found.Instance;
        form.Show(instance);
        StateHasChanged(); // it is shown before it is known who uses it
        await LoadGrantsAsync();
        return true;
    }

    private async Task LoadGrantsAsync()
    {
        var id = InstanceId;
        var read = await AskAsync(async () =>
        {
            var listed = await Backends.Instances.ListGrantsAsync(new() { OrganizationId = Organization, InstanceId = id }, cancellationToken: Closed);
            await Uses.AddNamesAsync(groupNames, Organization, listed.Grants.Select(grant => grant.GroupId), Closed);
            return listed;
        }, () => id == shown);
        if (id == shown)
        {
            (grants, listProblem) = (read?.Grants ?? grants, Problem?.Sentence);
        }
    }

    private void Undo()
    {
        editProblem = null;
        form.Show(instance!);
    }

    private async Task LookAgainAsync()
    {
        (editProblem, deleteProblem) = (null, null);
        if (!await LoadAsync())
        {
            editProblem = Problem;
        }
    }

    private async Task SaveAsync()
    {
        editProblem = null;
        if (IsBusy || !form.Check())
        {
            return;
        }

        var edited = instance!;
        var saved = await BusyAsync(() => ChangeAsync($"Change the product instance {edited.Name}", cause => Backends.Instances.UpdateInstanceAsync(new()
        {
            OrganizationId = Organization,
            InstanceId = edited.Id,
            Product = form.Product,
            Name = form.Name,
            Environment = form.Environment,
            Roles = { form.Roles },
            IfVersion = edited.Version,
            Cause = cause,
        })));
        if (edited.Id != shown)
        {
            return; // this page was left for another's
        }

        if (saved is null)
        {
            editProblem = form.Take(Problem);
            return;
        }

        instance = saved.Instance;
        form.Show(instance);
        Snackbar.Add($"{instance.Name} was saved.", Severity.Success);
    }

    private Task DeleteAsync() => BusyAsync(async () =>
    {
        deleteProblem = null;
        var deleting = instance!;
        await LoadGrantsAsync(); // what ends is counted at the moment of asking
        if (grants is null || !await Dialogs.ConfirmAsync($"Delete {deleting.Name}?", "Delete", builder => builder.AddContent(0, WhatEnds(grants))))
        {
            return;
        }

        var deleted = await ChangeAsync(
            $"Delete the product instance {deleting.Name}",
            cause => Backends.Instances.DeleteInstanceAsync(new() { OrganizationId = Organization, InstanceId = deleting.Id, IfVersion = deleting.Version, Cause = cause }));
        if (deleted is null)
        {
            deleteProblem = Problem;
            return;
        }

        Snackbar.Add($"{deleting.Name} was deleted.", Severity.Success);
        Navigation.NavigateTo($"/o/{Organization}/instances");
    });

    private static string WhatEnds(IReadOnlyList<Grant> grants)
    {
        var groups = grants.Select(grant => grant.GroupId).Distinct(StringComparer.Ordinal).Count();
        return grants.Count == 0
            ? "No group has a role in it, so nobody loses anything."
            : $"{LogWords.Counted(grants.Count, "grant")} of {LogWords.Counted(groups, "group")} {(grants.Count == 1 ? "ends" : "end")} with it, and whoever has access through them loses it at once. It can't be undone.";
    }
}
