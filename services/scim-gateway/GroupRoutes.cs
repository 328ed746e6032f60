using Grpc.Core;
using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>/Groups, a file for each method.</summary>
internal sealed partial class GroupRoutes(GroupsService.GroupsServiceClient groups, ServiceCalls calls, Locations locations)
{
    // A member list of 10 MiB takes its time; Okta hangs up after 60 s (facts/okta.md §1).
    private static DateTime LargeChangeDeadline => DateTime.UtcNow.AddSeconds(50);

    /// <summary>Sends a request to its method.</summary>
    public Task AnswerAsync(ScimRequest request, string method, string? id)
    {
        request.CheckProjection(ResourceTypes.Group);
        return (method, id) switch
        {
            ("GET" or "HEAD", null) => ListAsync(request),
            ("POST", null) => CreateAsync(request),
            (_, null) => throw ScimErrors.MethodNotAllowed("GET, POST"),
            ("GET" or "HEAD", _) => GetAsync(request, id),
            ("PUT", _) => ReplaceAsync(request, id),
            ("PATCH", _) => PatchAsync(request, id),
            ("DELETE", _) => DeleteAsync(request, id),
            _ => throw ScimErrors.MethodNotAllowed("GET, PUT, PATCH, DELETE"),
        };
    }

    private async Task AnswerAsync(ScimRequest request, int status, Group group)
    {
        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(group.Version);
        ScimResponse.Begin(request.Http, status);
        if (HttpMethods.IsHead(request.Http.Request.Method))
        {
            return;
        }

        var (body, shape) = (new GrowingBody(request.Http.Response), GroupShape.Of(request));
        try
        {
            await WriteAsync(request, body, group, shape);
        }
        catch (RpcException) when (!HttpMethods.IsGet(request.Http.Request.Method) && body.IsWhole)
        {
            // The change is made, so no error is answered (P29); Okta takes a group without members (facts/okta.md §5.2).
            body.Clear();
            await WriteAsync(request, body, group, shape with { Members = false });
        }

        await body.SendAsync(request.Aborted);
    }

    /// <summary>Writes a group with its members as they arrive, so that a large one is never held as a whole.</summary>
    private async Task WriteAsync(ScimRequest request, GrowingBody body, Group group, GroupShape shape)
    {
        GroupWriter.Begin(body, group, shape);
        if (shape.Members && group.MemberCount > 0)
        {
            using var call = groups.ListMembers(new() { OrganizationId = request.OrganizationId, GroupId = group.Id }, cancellationToken: request.Aborted);
            var first = true;
            while (await call.ResponseStream.MoveNext(request.Aborted))
            {
                foreach (var userId in call.ResponseStream.Current.UserIds)
                {
                    GroupWriter.WriteMember(body, userId, first, locations);
                    first = false;
                }

                await body.SendIfLargeAsync(request.Aborted);
            }
        }

        GroupWriter.End(body, group, shape, locations);
        await body.SendIfLargeAsync(request.Aborted);
    }

    private static async Task<(string DisplayName, string? ExternalId, IReadOnlyList<string> MemberIds)> ReadGroupAsync(ScimRequest request)
    {
        var body = await RequestBody.ReadAsync(request.Http.Request, RequestBody.MaximumGroup);
        var resource = ResourceReader.Read(body, ResourceTypes.Group);
        return ((string)resource["displayName"]!, (string?)resource["externalId"], GroupMembers.Read(resource["members"]));
    }
}
