using Microsoft.AspNetCore.Components;
using OptiId.Access.V1;
using OptiId.Groups.V1;
using UserAccess = OptiId.Access.V1.UserAccess;

namespace OptiId.AdminCenter.Pages;

/// <summary>Who may do what where, and why (P21): a person and an instance, all instances of a person, everybody of an instance.</summary>
public sealed partial class AccessExplorer : OrganizationPage
{
    private const int PageSize = 50;
    private static readonly Consistency WhateverIsKnown = new() { AllowStale = true }; // shown with a note where it isn't fresh

    private readonly Dictionary<string, string> names = [];
    private List<Instance> instances = [];
    private IReadOnlyList<InstanceAccess>? accesses;
    private List<UserAccess>? people;
    private Freshness? freshness;
    private string user = "", instance = "", next = "";
    private string? userName, instanceName;
    private bool isAsked, areInstancesKnown;

    /// <summary>The person's id.</summary>
    [SupplyParameterFromQuery]
    public string? User { get; set; }

    /// <summary>The instance's id.</summary>
    [SupplyParameterFromQuery]
    public string? Instance { get; set; }

    [Inject]
    private ActorNames Actors { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (isAsked && (user, instance) == (User ?? "", Instance ?? ""))
        {
            return;
        }

        (user, instance, isAsked) = (User ?? "", Instance ?? "", true);
        (accesses, people, freshness, next, userName) = (null, null, null, "", null);
        if (instances.Count == 0
            && await AskAsync(() => Backends.Instances.ListInstancesAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)) is { } listed)
        {
            (instances, areInstancesKnown) = ([.. listed.Instances], true);
        }

        instanceName = instances.FirstOrDefault(known => known.Id == instance) is { } chosen ? InstanceNames.Display(chosen) : "an instance with an unknown id";
        if (user.Length > 0 && Problem is null)
        {
            userName = (await NameAsync([user])).GetValueOrDefault(user);
        }

        await ((Problem, user, instance) switch
        {
            ({ }, _, _) or (_, "", "") => Task.CompletedTask,
            (_, "", _) => MoreAsync(),
            (_, _, "") => ListInstancesAsync(),
            _ => Task.CompletedTask, // AccessPaths asks why
        });
    }

    private async Task ListInstancesAsync()
    {
        var request = new ListInstancesOfUserRequest { OrganizationId = Organization, UserId = user, Consistency = WhateverIsKnown };
        if (await AskAsync(() => Backends.Access.ListInstancesOfUserAsync(request, cancellationToken: Closed)) is { } answer)
        {
            (accesses, freshness) = (answer.Instances, answer.Freshness);
        }
    }

    private async Task MoreAsync()
    {
        var request = new ListUsersOfInstanceRequest
        {
            OrganizationId = Organization,
            InstanceId = instance,
            PageSize = PageSize,
            PageToken = next,
            Consistency = WhateverIsKnown,
        };
        if (await AskAsync(() => Backends.Access.ListUsersOfInstanceAsync(request, cancellationToken: Closed)) is { } page)
        {
            await NameAsync(page.Users.Select(found => found.UserId));
            people = [.. people ?? [], .. page.Users];
            (next, freshness) = (page.NextPageToken, page.Freshness);
        }
    }

    private async Task<Dictionary<string, string>> NameAsync(IEnumerable<string> ids)
    {
        foreach (var (id, name) in await AskAsync(() => Actors.ReadUsersAsync(Organization, ids, Closed)) ?? [])
        {
            names[id] = name;
        }

        return names;
    }

    private void Show(string userId, string instanceId) => Navigation.NavigateTo(AddressOf(userId, instanceId));

    private string AddressOf(string userId, string instanceId) => Navigation.GetUriWithQueryParameters(
        new Uri(Navigation.Uri).GetLeftPart(UriPartial.Path),
        new Dictionary<string, object?> { ["user"] = userId.Length > 0 ? userId : null, ["instance"] = instanceId.Length > 0 ? instanceId : null });

    private string NameOf(InstanceAccess access) =>
        instances.FirstOrDefault(known => known.Id == access.InstanceId) is { } known ? InstanceNames.Display(known) : $"{access.Name} ({access.Product})";
}
