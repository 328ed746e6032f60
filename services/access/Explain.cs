using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Access.Storage;
using OptiId.Access.V1;
using OptiId.Common.V1;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    public override async Task<ExplainResponse> Explain(ExplainRequest request, ServerCallContext context)
    {
        var (freshness, mayAllow) = await gate.PassAsync(request.OrganizationId, request.Consistency, context.CancellationToken);
        var response = new ExplainResponse { Freshness = freshness };
        if (!mayAllow)
        {
            response.Summary = "It can't be shown that what is known is fresh enough, so access is denied for now.";
            return response;
        }

        foreach (var way in await store.ReadWaysAsync(request.OrganizationId, request.UserId, request.InstanceId))
        {
            response.Paths.Add(await PathAsync(request.OrganizationId, way));
        }

        response.Summary = response.Paths.Count > 0
            ? $"Access through {string.Join(" and ", response.Paths.Select(path => path.GroupName).Distinct())}."
            : await WhyNotAsync(request);
        return response;
    }

    private async Task<AccessPath> PathAsync(string organizationId, AccessWay way)
    {
        var path = new AccessPath
        {
            Role = way.Role,
            GroupId = way.GroupId,
            GroupName = await store.ReadGroupNameAsync(organizationId, way.GroupId) ?? "",
            Everyone = way.Edge is null,
            GrantId = way.Grant.Id,
            Granted = DateTimeOffset.FromUnixTimeMilliseconds(way.Grant.SinceMs).ToTimestamp(),
            GrantCause = new Cause { RequestId = way.Grant.RequestId, Actor = way.Grant.Actor },
        };
        if (way.Edge is { } edge)
        {
            path.MemberSince = DateTimeOffset.FromUnixTimeMilliseconds(edge.SinceMs).ToTimestamp();
            path.MembershipCause = new Cause { RequestId = edge.RequestId, Actor = edge.Actor };
        }

        return path;
    }

    private async Task<string> WhyNotAsync(ExplainRequest request)
    {
        if (await store.ReadUserAsync(request.OrganizationId, request.UserId) is not { } user)
        {
            return "No access: the organization has no active user with this id.";
        }

        if (!user.Active)
        {
            return "No access: the user is deactivated.";
        }

        if (!await store.HasInstanceAsync(request.OrganizationId, request.InstanceId))
        {
            return "No access: the organization has no product instance with this id.";
        }

        return (await store.ReadGroupsOnInstanceAsync(request.OrganizationId, request.InstanceId)).Count == 0
            ? "No access: no group has a grant on this instance."
            : "No access: the user is in none of the groups that have a grant on this instance.";
    }
}
