using System.Buffers;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class UserRoutes
{
    /// <summary>GET /Users (RFC 7644 §3.4.2, RFC 9865).</summary>
    private async Task ListAsync(ScimRequest request)
    {
        var list = new ListUsersRequest
        {
            OrganizationId = request.OrganizationId,
            Filter = request.Filter(ResourceTypes.User),
            StartIndex = request.StartIndex,
            Count = request.Count,
        };
        var cursor = request.Query("cursor");
        if (cursor is not null)
        {
            list.Cursor = cursor;
        }

        var response = await calls.CallAsync(() => users.ListUsersAsync(list, cancellationToken: request.Aborted));
        var body = new ArrayBufferWriter<byte>(256 + (1024 * response.Users.Count));
        ListResponse.Begin(body, response.TotalResults, response.Users.Count, cursor is null ? list.StartIndex : null, response.NextCursor);
        for (var i = 0; i < response.Users.Count; i++)
        {
            if (i > 0)
            {
                ListResponse.Separate(body);
            }

            UserWriter.Write(body, response.Users[i], request, await ReadGroupsAsync(request, response.Users[i]), locations);
        }

        ListResponse.End(body);
        await ScimResponse.WriteAsync(request.Http, StatusCodes.Status200OK, body.WrittenMemory);
    }
}
