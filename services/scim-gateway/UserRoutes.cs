using System.Buffers;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using OptiId.Events.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>/Users, a file for each method: what it does over HTTP, and the change or read itself, which bulk and search use too.</summary>
internal sealed partial class UserRoutes(
    UsersService.UsersServiceClient users, GroupsService.GroupsServiceClient groups, ServiceCalls calls, Locations locations)
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

    private async Task AnswerAsync(ScimRequest request, int status, User user, Projection projection)
    {
        IReadOnlyList<Group> itsGroups = [];
        try
        {
            itsGroups = await ReadGroupsAsync(request.Call, user, projection);
        }
        catch (Exception e) when (e is (RpcException or ScimErrorException) && !request.IsRead)
        {
            // The change is made, so no error is answered (P29).
        }

        var body = new ArrayBufferWriter<byte>(1024);
        UserWriter.Write(body, user, projection, itsGroups, locations);
        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(user.Version);
        request.Http.Response.Headers.Location = locations.User(user.Id);
        request.Call.Exchange.KeepAnswer(body.WrittenMemory);
        await ScimResponse.WriteAsync(request.Http, status, body.WrittenMemory);
    }

    private static User Note(ScimCall call, User user, IReadOnlyList<Change> changes)
    {
        (call.Exchange.User, call.Exchange.Changes) = (user, changes);
        return user;
    }

    /// <summary>The groups that SCIM may see, where the request names the attribute: it costs a call to another service.</summary>
    private async Task<IReadOnlyList<Group>> ReadGroupsAsync(ScimCall call, User user, Projection projection)
    {
        if (!projection.Holds(UserWriter.Groups))
        {
            return [];
        }

        var response = await calls.CallAsync(() => groups.ListGroupsOfUserAsync(
            new() { OrganizationId = call.OrganizationId, UserId = user.Id }, cancellationToken: call.Aborted));
        return [.. response.Groups.Where(group => group is { Everyone: false, Administrators: false })];
    }

    /// <summary><c>If-None-Match: *</c> on a change: the user must not be there.</summary>
    private async Task CheckAbsenceAsync(ScimCall call, string id)
    {
        if (call.Preconditions.IfAbsent)
        {
            await GetAsync(call, id);
            throw ScimErrors.PreconditionFailed("It is there, and If-None-Match asks that it isn't.");
        }
    }

    /// <summary>A body's attributes as they are stored, and whether it says active.</summary>
    private static (ByteString Document, bool? Active) ReadUser(JsonObject body)
    {
        var document = ResourceReader.Read(body, ResourceTypes.User);
        var active = (bool?)document["active"];
        document.Remove("active");
        return (UnsafeByteOperations.UnsafeWrap(JsonBytes.Of(document)), active);
    }
}
