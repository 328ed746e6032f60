using Microsoft.AspNetCore.Components;
using OptiId.Access.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>Who may do what where, and why (P21): a person and an instance, all instances of a person, everybody of an instance.</summary>
public sealed partial class AccessExplorer : DirectoryPage
{
    private List<Instance> instances = [];
    private IReadOnlyList<InstanceAccess>? accesses;
    private Freshness? freshness;
    private string user = "", instance = "";
    private string? userName, instanceName;
    private bool areInstancesKnown, isAsking;
    private int asked;

    /// <summary>The person's id.</summary>
    [SupplyParameterFromQuery]
    public string? User { get; set; }

    /// <summary>The instance's id.</summary>
    [SupplyParameterFromQuery]
    public string? Instance { get; set; }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (asked > 0 && (user, instance) == (User ?? "", Instance ?? ""))
        {
            return;
        }

        (user, instance) = (User ?? "", Instance ?? "");
        (accesses, freshness, userName, isAsking) = (null, null, null, true);
        var turn = ++asked;
        await LookUpAsync(() => turn == asked);
        if (turn == asked)
        {
            isAsking = false;
        }
    }

    // Who may do what in one instance is asked by the parts that show it.
    private async Task LookUpAsync(Func<bool> isWanted)
    {
        if (!areInstancesKnown)
        {
            if (await AskAsync(() => Backends.Instances.ListInstancesAsync(new() { OrganizationId = Organization }, cancellationToken: Closed), isWanted) is not { } listed)
            {
                return;
            }

            (instances, areInstancesKnown) = ([.. listed.Instances], true);
        }

        instanceName = instances.FirstOrDefault(known => known.Id == instance) is { } chosen ? InstanceNames.Display(chosen) : "an instance with an unknown id";
        if (user.Length == 0)
        {
            return;
        }

        var of = user;
        await NameUsersAsync([of]);
        if (!isWanted())
        {
            return;
        }

        userName = Names.Users.GetValueOrDefault(of) ?? (AsideRefusal is null ? null : "somebody whose name can't be told now");
        if (instance.Length == 0)
        {
            await ListInstancesAsync(of, isWanted);
        }
    }

    private async Task ListInstancesAsync(string of, Func<bool> isWanted)
    {
        var request = new ListInstancesOfUserRequest { OrganizationId = Organization, UserId = of, Consistency = new() { AllowStale = true } }; // shown with a note where it isn't fresh
        if (await AskAsync(() => Backends.Access.ListInstancesOfUserAsync(request, cancellationToken: Closed), isWanted) is { } answer)
        {
            (accesses, freshness) = (answer.Instances, answer.Freshness);
        }
    }

    private void Show(string userId, string instanceId) => Navigation.NavigateTo(AddressOf(userId, instanceId));

    private string AddressOf(string userId, string instanceId) => Navigation.GetUriWithQueryParameters(
        new Uri(Navigation.Uri).GetLeftPart(UriPartial.Path),
        new Dictionary<string, object?> { ["user"] = userId.Length > 0 ? userId : null, ["instance"] = instanceId.Length > 0 ? instanceId : null });

    private string NameOf(InstanceAccess access) =>
        instances.FirstOrDefault(known => known.Id == access.InstanceId) is { } known ? InstanceNames.Display(known) : $"{access.Name} ({access.Product})";
}
