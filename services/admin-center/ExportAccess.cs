using System.Globalization;
using OptiId.Access.V1;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>Who has access to a product instance, as CSV: <c>GET /o/{Organization}/instances/{InstanceId}/access.csv</c>.</summary>
internal sealed class ExportAccess(Backends backends, Gate gate, AuditLog audit, TimeProvider time)
{
    private const int PageSize = 500;

    /// <summary>Writes the file. What isn't known to be fresh isn't written: a file looks as if it were complete.</summary>
    /// <exception cref="RefusedException">POSITION_NOT_REACHED: it isn't fresh at the moment.</exception>
    public async Task WriteAsync(HttpContext http, string organizationId, string instanceId)
    {
        var (caller, cancellation) = (AdminCaller.Of(http.User)!, http.RequestAborted);
        await gate.DemandAsync(caller, organizationId);
        var instance = (await backends.Instances.GetInstanceAsync(
            new() { OrganizationId = organizationId, InstanceId = instanceId }, cancellationToken: cancellation)).Instance;
        var page = await ReadAsync(organizationId, instanceId, "", cancellation);
        await audit.ExportedAsync(
            caller,
            organizationId,
            $"who has access to {instance.Name} ({instance.Product})",
            new AuditTarget { Kind = AuditTarget.Types.Kind.Instance, Id = instanceId, Name = instance.Name });

        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var file = Exports.Begin(http.Response, Exports.Csv, $"access {instance.Product} {instance.Name} {instance.Environment} {day}.csv");
        await file.WriteAsync(Csv.Beginning + Csv.Row("userName", "givenName", "familyName", "roles", "source", "id"));
        while (true)
        {
            await WritePageAsync(file, organizationId, page, cancellation);
            await file.FlushAsync(cancellation);
            if (page.NextPageToken.Length == 0)
            {
                return;
            }

            await gate.DemandAsync(caller, organizationId); // a session that ends ends what it takes away
            page = await ReadAsync(organizationId, instanceId, page.NextPageToken, cancellation);
        }
    }

    private async Task<ListUsersOfInstanceResponse> ReadAsync(string organizationId, string instanceId, string token, CancellationToken cancellation)
    {
        var page = await backends.Access.ListUsersOfInstanceAsync(
            new() { OrganizationId = organizationId, InstanceId = instanceId, PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
        return page.Freshness.Fresh ? page : throw new RefusedException(
            Reason.PositionNotReached, "It can't be shown at the moment that what is known of access is up to date. Try again in a few seconds.");
    }

    private async Task WritePageAsync(StreamWriter file, string organizationId, ListUsersOfInstanceResponse page, CancellationToken cancellation)
    {
        var users = await backends.Users.ReadByIdAsync(organizationId, page.Users.Select(user => user.UserId), cancellation);
        foreach (var access in page.Users)
        {
            if (users.TryGetValue(access.UserId, out var user)) // else deleted between the two questions
            {
                await file.WriteAsync(Csv.Row(
                    user.UserName, UserNames.GivenName(user), UserNames.FamilyName(user), string.Join("; ", access.Roles), user.Source.ToString(), user.Id));
            }
        }
    }
}

/// <summary>Its route.</summary>
internal static class ExportAccessRoute
{
    public static void MapExportAccess(this IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/o/{Organization}/instances/{InstanceId}/access.csv",
            (HttpContext http, string organization, string instanceId, ExportAccess export) =>
                Exports.RunAsync(http, () => export.WriteAsync(http, organization, instanceId)))
            .RequireAuthorization(Policies.Organization);
}
