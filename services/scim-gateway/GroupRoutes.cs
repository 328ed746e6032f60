using System.Text.Json.Nodes;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

/// <summary>/Groups, a file for each method: what it does over HTTP, and the change or read itself, which bulk and search use too.</summary>
internal sealed partial class GroupRoutes(GroupsService.GroupsServiceClient groups, ServiceCalls calls, Locations locations)
{
    /// <summary>Sends a request to its method.</summary>
    public Task AnswerAsync(ScimRequest request, string method, Route route) => (method, route.Id) switch
    {
        ("POST", null) when route.IsSearch => SearchAsync(request),
        (_, null) when route.IsSearch => throw ScimErrors.MethodNotAllowed(route.Allowed),
        ("GET" or "HEAD", null) => ListAsync(request, ListParameters.Read(request)),
        ("POST", null) => CreateAsync(request),
        ("GET" or "HEAD", { } id) => GetAsync(request, id),
        ("PUT", { } id) => ReplaceAsync(request, id),
        ("PATCH", { } id) => PatchAsync(request, id),
        ("DELETE", { } id) => DeleteAsync(request, id),
        _ => throw ScimErrors.MethodNotAllowed(route.Allowed),
    };

    private async Task AnswerAsync(ScimRequest request, int status, Group group, Projection projection)
    {
        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(group.Version);
        request.Http.Response.Headers.Location = locations.Group(group.Id);
        ScimResponse.Begin(request.Http, status);
        if (request.IsHead)
        {
            return;
        }

        var (body, shape) = (new GrowingBody(request.Http.Response, request.Call.Exchange), GroupShape.Of(projection));
        try
        {
            await WriteAsync(request, body, group, shape);
        }
        catch (RpcException) when (!request.IsRead && body.IsWhole)
        {
            // The change is made, so no error is answered (P29); Okta takes a group without members (facts/okta.md §5.2).
            body.Clear();
            await WriteAsync(request, body, group, shape.WithoutMembers);
        }

        await body.SendAsync(request.Aborted);
    }

    /// <summary>Writes a group with its members as they arrive, so that a large one is never held as a whole.</summary>
    private async Task WriteAsync(ScimRequest request, GrowingBody body, Group group, GroupShape shape)
    {
        GroupWriter.Begin(body, group, shape);
        if (shape.HasMembers && group.MemberCount > 0)
        {
            await WriteMembersAsync(request, body, group, shape);
        }

        GroupWriter.End(body, group, shape, locations);
        await body.SendIfLargeAsync(request.Aborted);
    }

    private async Task WriteMembersAsync(ScimRequest request, GrowingBody body, Group group, GroupShape shape)
    {
        try
        {
            using var call = groups.ListMembers(new() { OrganizationId = group.OrganizationId, GroupId = group.Id }, cancellationToken: request.Aborted);
            var first = true;
            while (await call.ResponseStream.MoveNext(request.Aborted))
            {
                foreach (var userId in call.ResponseStream.Current.UserIds)
                {
                    GroupWriter.WriteMember(body, userId, first, shape, locations);
                    first = false;
                }

                await body.SendIfLargeAsync(request.Aborted);
            }
        }
        catch (RpcException e) when (Refusals.ReasonOf(e) == Reason.GroupNotFound)
        {
            // Deleted since it was read: it has no members any more, and the rest of the list has nothing to do with it.
        }
    }

    private static Group Note(ScimCall call, Group group, MemberCounts? counts)
    {
        (call.Exchange.Group, call.Exchange.Counts) = (group, counts);
        return group;
    }

    /// <summary><c>If-None-Match: *</c> on a change: the group must not be there.</summary>
    private async Task CheckAbsenceAsync(ScimCall call, string id)
    {
        if (call.Preconditions.IfAbsent)
        {
            await GetAsync(call, id);
            throw ScimErrors.PreconditionFailed("It is there, and If-None-Match asks that it isn't.");
        }
    }

    private static (string DisplayName, string? ExternalId, IReadOnlyList<string> MemberIds) ReadGroup(JsonObject body)
    {
        var resource = ResourceReader.Read(body, ResourceTypes.Group);
        return ((string)resource["displayName"]!, (string?)resource["externalId"], GroupMembers.Read(resource["members"]));
    }
}
