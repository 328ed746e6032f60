using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

internal sealed partial class GroupRoutes
{
    /// <summary>GET /Groups (RFC 7644 §3.4.2, RFC 9865). Members are streamed group by group unless they are excluded.</summary>
    private async Task ListAsync(ScimRequest request)
    {
        var list = new ListGroupsRequest
        {
            OrganizationId = request.OrganizationId,
            Filter = request.Filter(ResourceTypes.Group),
            StartIndex = request.StartIndex,
            Count = request.Count,
        };
        var cursor = request.Query("cursor");
        if (cursor is not null)
        {
            list.Cursor = cursor;
        }

        var response = await calls.CallAsync(() => groups.ListGroupsAsync(list, cancellationToken: request.Aborted));
        ScimResponse.Begin(request.Http, StatusCodes.Status200OK);
        if (HttpMethods.IsHead(request.Http.Request.Method))
        {
            return;
        }

        var (body, shape) = (new GrowingBody(request.Http.Response), GroupShape.Of(request));
        ListResponse.Begin(body, response.TotalResults, response.Groups.Count, cursor is null ? list.StartIndex : null, response.NextCursor);
        for (var i = 0; i < response.Groups.Count; i++)
        {
            if (i > 0)
            {
                ListResponse.Separate(body);
            }

            await WriteAsync(request, body, response.Groups[i], shape);
        }

        ListResponse.End(body);
        await body.SendAsync(request.Aborted);
    }
}
