using System.Collections.Concurrent;
using OptiId.Admin.V1;
using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Hosting;

namespace OptiId.AdminCenter.Tests;

/// <summary>What tests of the audit log share: an Admin Center before the services, changes with a named actor, the entries.</summary>
public abstract class AuditContract(RunningOn running)
{
    private static readonly ConcurrentDictionary<RunningOn, Lazy<Task<RunningAdminCenter>>> Centers = [];

    /// <summary>The services.</summary>
    protected RunningOn Running => running;

    /// <summary>The first replica, the same for all tests on a store.</summary>
    protected Task<RunningAdminCenter> CenterAsync() => Centers.GetOrAdd(running, services => new(() => services.Services.StartAdminCenterAsync())).Value;

    /// <summary>A cause of a request of its own.</summary>
    protected static Cause By(string actor) => new() { RequestId = Guid.NewGuid().ToString("N"), Actor = actor };

    /// <summary>A new group by an actor.</summary>
    protected static async Task<Group> NewGroupAsync(Tenant tenant, string actor, string? name = null) => (await tenant.Services.Groups.CreateGroupAsync(new()
    {
        OrganizationId = tenant.Id,
        DisplayName = name ?? $"Group {Guid.NewGuid():N}",
        Manager = actor.StartsWith("scim:", StringComparison.Ordinal) ? Manager.Scim : Manager.Administrator,
        Cause = By(actor),
    })).Group;

    /// <summary>An organization whose chain has entries of an administrator, all in it.</summary>
    protected async Task<Tenant> NewTenantWithEntriesAsync(int entries)
    {
        var tenant = await running.NewTenantAsync();
        for (var i = 0; i < entries; i++)
        {
            await NewGroupAsync(tenant, "administrator:ann");
        }

        await EntriesAsync(tenant.Id);
        return tenant;
    }

    /// <summary>All entries, oldest first.</summary>
    protected async Task<IReadOnlyList<AuditEntry>> EntriesAsync(string organizationId, Action<ListAuditEntriesRequest>? and = null)
    {
        var center = await CenterAsync();
        var entries = new List<AuditEntry>();
        var request = new ListAuditEntriesRequest { OrganizationId = organizationId };
        and?.Invoke(request);
        do
        {
            var page = await center.Audit.ListAuditEntriesAsync(request);
            entries.AddRange(page.Entries);
            request.Before = page.NextBefore;
        }
        while (request.Before != 0);

        entries.Reverse();
        return entries;
    }

    /// <summary>What verifying finds.</summary>
    protected async Task<VerifyAuditLogResponse> VerifyAsync(string organizationId, AuditEntry? known = null)
    {
        var center = await CenterAsync();
        var request = new VerifyAuditLogRequest { OrganizationId = organizationId };
        if (known is not null)
        {
            (request.KnownNumber, request.KnownHash) = (known.Number, known.Hash);
        }

        return await center.Audit.VerifyAuditLogAsync(request);
    }
}
