using System.IO.Pipelines;
using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>/Groups, a file for each method.</summary>
internal sealed partial class GroupRoutes(GroupsService.GroupsServiceClient groups, ServiceCalls calls, Locations locations)
{
    // A member list of 10 MiB takes its time; Okta hangs up after 60 s (facts/okta.md §1).
    private static DateTime LargeChangeDeadline => DateTime.UtcNow.AddSeconds(50);

    /// <summary>Sends a request to its method.</summary>
    public Task AnswerAsync(ScimRequest request, string method, string? id) => (method, id) switch
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

    private async Task AnswerAsync(ScimRequest request, int status, Group group)
    {
        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(group.Version);
        ScimResponse.Begin(request.Http, status);
        if (!HttpMethods.IsHead(request.Http.Request.Method))
        {
            await WriteAsync(request, request.Http.Response.BodyWriter, group);
        }
    }

    /// <summary>Writes a group with its members as they arrive, so that a large one is never held as a whole.</summary>
    private async Task WriteAsync(ScimRequest request, PipeWriter body, Group group)
    {
        var shape = GroupShape.Of(request);
        GroupWriter.Begin(body, group, shape, locations);
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

                await body.FlushAsync(request.Aborted);
            }
        }

        GroupWriter.End(body, group, shape, locations);
        await body.FlushAsync(request.Aborted);
    }

    private static async Task<(string DisplayName, string? ExternalId, IReadOnlyList<string> MemberIds)> ReadGroupAsync(ScimRequest request)
    {
        var body = await RequestBody.ReadAsync(request.Http.Request, RequestBody.MaximumGroup);
        var resource = ResourceReader.Read(body, ResourceTypes.Group);
        return ((string)resource["displayName"]!, (string?)resource["externalId"], GroupMembers.Read(resource["members"]));
    }
}
