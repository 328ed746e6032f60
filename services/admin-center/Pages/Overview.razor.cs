using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using OptiId.AdminCenter.Guide;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>What an administrator wants to see first: whether provisioning goes well, and what there is to do.</summary>
public sealed partial class Overview : OrganizationPage
{
    private const int MostWarnings = 5, MostUnused = 5, MostChecked = 100;

    private Organization? organization;
    private GetProvisioningStatusResponse? status;
    private LoggedRequest? last;
    private ulong? groupCount;
    private IReadOnlyList<Instance>? instances;
    private IReadOnlyList<Instance>? unused;
    private Refusal? first;
    private string? shown;
    private bool isLoaded;

    [Inject]
    private InstanceUses Uses { get; set; } = null!;

    private bool IsScim => organization?.Mode == ProvisioningMode.Scim;

    private bool IsSetUp => Steps.All(step => step.When is not null);

    private IEnumerable<(string What, Timestamp? When)> Steps
    {
        get
        {
            var progress = new GuideProgress(organization!.Mode, HasToken: true, status);
            return GuideProgress.Arrivals.Select(arrival => (arrival.What, progress.At(arrival.Check)));
        }
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown == Organization)
        {
            return;
        }

        (shown, first, isLoaded, unused) = (Organization, null, false, null);
        organization = (await ReadAsync(() => Backends.Organizations.GetOrganizationAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)))?.Organization;
        if (organization is null)
        {
            return;
        }

        groupCount = (await ReadAsync(() => Backends.Groups.SearchGroupsAsync(new() { OrganizationId = Organization, PageSize = 1 }, cancellationToken: Closed)))?.GroupsInAll;
        if (IsScim)
        {
            status = await ReadAsync(() => Backends.Log.GetProvisioningStatusAsync(new() { OrganizationId = Organization }, cancellationToken: Closed));
            last = (await ReadAsync(() => Backends.Log.ListRequestsAsync(new() { OrganizationId = Organization, PageSize = 1 }, cancellationToken: Closed)))?.Requests.FirstOrDefault();
        }

        instances = (await ReadAsync(() => Backends.Instances.ListInstancesAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)))?.Instances;
        isLoaded = true;
        if (instances is { Count: > 0 })
        {
            StateHasChanged(); // what follows is a question for each instance
            await FindUnusedAsync([.. instances.Take(MostChecked)]);
        }
    }

    private async Task FindUnusedAsync(IReadOnlyList<Instance> looked)
    {
        unused = await AskAsync(() => Uses.FindUnusedAsync(Organization, looked, Closed));
        first ??= Problem;
    }

    // One part that doesn't answer leaves the others standing.
    private async Task<T?> ReadAsync<T>(Func<AsyncUnaryCall<T>> call)
        where T : class
    {
        var answer = await AskAsync(call);
        first ??= Problem;
        return answer;
    }

    private static string Number(ulong? count) => count?.ToString("N0", CultureInfo.InvariantCulture) ?? "—";
}
