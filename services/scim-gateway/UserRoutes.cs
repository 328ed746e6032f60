using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>/Users, a file for each method.</summary>
internal sealed partial class UserRoutes(UsersService.UsersServiceClient users, ServiceCalls calls, Locations locations)
{
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

    private Task AnswerAsync(ScimRequest request, int status, User user)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        UserWriter.Write(body, user, request, locations);
        request.Http.Response.Headers.ETag = ScimRequest.EntityTag(user.Version);
        return ScimResponse.WriteAsync(request.Http, status, body.WrittenMemory);
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
