using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>/Users, a file for each method.</summary>
internal sealed partial class UserRoutes(
    UsersService.UsersServiceClient users, GroupsService.GroupsServiceClient groups, ServiceCalls calls, Locations locations)
{
    /// <summary>Sends a request to its method.</summary>
    public Task AnswerAsync(ScimRequest request, string method, string? id)
    {
        request.CheckProjection(ResourceTypes.User);
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

    private async Task AnswerAsync(ScimRequest request, int status, User user)
    {
        IReadOnlyList<Group> itsGroups = [];
        try
        {
            itsGroups = await ReadGroupsAsync(request, user);
        }
        catch (Exception e) when (e is (RpcException or ScimErrorException) && !HttpMethods.IsGet(request.Http.Request.Method))
        {
            // The change is made, so no error is answered (P29).
        }

        var body = new ArrayBufferWriter<byte>(1024);
        UserWriter.Write(body, user, request, itsGroups, locations);
        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(user.Version);
        await ScimResponse.WriteAsync(request.Http, status, body.WrittenMemory);
    }

    /// <summary>The groups that SCIM may see, where the request names the attribute: it costs a call to another service.</summary>
    private async Task<IReadOnlyList<Group>> ReadGroupsAsync(ScimRequest request, User user)
    {
        if (!UserWriter.HasGroups(request))
        {
            return [];
        }

        var response = await calls.CallAsync(() => groups.ListGroupsOfUserAsync(
            new() { OrganizationId = request.OrganizationId, UserId = user.Id }, cancellationToken: request.Aborted));
        return [.. response.Groups.Where(group => group is { Everyone: false, Administrators: false })];
    }

    /// <summary>A body's attributes as they are stored, and whether it says active.</summary>
    private static async Task<(ByteString Document, bool? Active)> ReadUserAsync(ScimRequest request)
    {
        var body = await RequestBody.ReadAsync(request.Http.Request, RequestBody.MaximumUser);
        var document = ResourceReader.Read(body, ResourceTypes.User);
        var active = (bool?)document["active"];
        document.Remove("active");
        return (ToBytes(document), active);
    }

    private static ByteString ToBytes(JsonNode document) => UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(document));
}
