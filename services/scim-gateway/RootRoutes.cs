using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>The base URL itself (RFC 7644 §3.4.2.1): a list of all resources, users first, then groups, each in the order of creation.</summary>
internal sealed class RootRoutes(UserRoutes users, GroupRoutes groups)
{
    // What a root cursor begins with: of which type's list the rest is a cursor.
    private const string UsersCursor = "u.", GroupsCursor = "g.";

    /// <summary>GET on the base URL, or POST …/.search (§3.4.3).</summary>
    public async Task AnswerAsync(ScimRequest request, string method, Route route)
    {
        var parameters = (method, route.IsSearch) switch
        {
            ("GET" or "HEAD", false) => ListParameters.Read(request),
            ("POST", true) => ListParameters.Read(await RequestBody.ReadAsync(request, RequestBody.MaximumUser)),
            _ => throw ScimErrors.MethodNotAllowed(route.Allowed),
        };
        if (!string.IsNullOrWhiteSpace(parameters.SortBy))
        {
            throw ScimErrors.InvalidValue("Users and groups together can't be sorted. Search /Users or /Groups.");
        }

        await AnswerAsync(request, parameters);
    }

    private async Task AnswerAsync(ScimRequest request, ListParameters parameters)
    {
        var (userShape, groupShape) = (parameters.ReadProjection(ResourceTypes.User), parameters.ReadProjection(ResourceTypes.Group));
        var (userPage, groupPage, next) = await ReadAsync(request.Call, parameters);
        var (total, count) = (userPage.TotalResults + groupPage.TotalResults, userPage.Users.Count + groupPage.Groups.Count);
        await ListResponse.WriteAsync(request, parameters, total, count, next, async body =>
        {
            await users.WriteAsync(request, body, userPage.Users, userShape, first: true);
            await groups.WriteAsync(request, body, groupPage.Groups, groupShape, first: userPage.Users.Count == 0);
        });
    }

    private async Task<(ListUsersResponse Users, ListGroupsResponse Groups, string NextCursor)> ReadAsync(ScimCall call, ListParameters parameters)
    {
        var (cursor, goesOnAtGroups) = Split(parameters.Cursor);
        var userPage = await ReadUsersAsync(call, parameters with { Cursor = goesOnAtGroups ? null : cursor, Count = goesOnAtGroups ? 0 : parameters.Count });
        var before = parameters.Cursor is null ? parameters.StartIndex - 1 : 0;
        var areUsersDone = goesOnAtGroups || (parameters.Cursor is null ? before + userPage.Users.Count >= userPage.TotalResults : userPage.NextCursor.Length == 0);
        var groupPage = await ReadGroupsAsync(call, parameters with
        {
            Cursor = parameters.Cursor is null ? null : goesOnAtGroups ? cursor : "",
            StartIndex = before > userPage.TotalResults ? before - userPage.TotalResults + 1 : 1,
            Count = areUsersDone ? parameters.Count - (uint)userPage.Users.Count : 0,
        });
        return (userPage, groupPage, NextCursor(parameters, userPage, groupPage, areUsersDone));
    }

    private static string NextCursor(ListParameters parameters, ListUsersResponse userPage, ListGroupsResponse groupPage, bool areUsersDone) => true switch
    {
        _ when parameters.Cursor is null || parameters.Count == 0 => "",
        _ when !areUsersDone => UsersCursor + userPage.NextCursor,
        _ when groupPage.NextCursor.Length > 0 => GroupsCursor + groupPage.NextCursor,
        _ when userPage.Users.Count == parameters.Count && groupPage.TotalResults > 0 => GroupsCursor,
        _ => "",
    };

    private static (string? Cursor, bool GoesOnAtGroups) Split(string? cursor) => cursor switch
    {
        null or "" => (cursor, false),
        _ when cursor.StartsWith(UsersCursor, StringComparison.Ordinal) => (cursor[UsersCursor.Length..], false),
        _ when cursor.StartsWith(GroupsCursor, StringComparison.Ordinal) => (cursor[GroupsCursor.Length..], true),
        _ => throw ScimErrors.InvalidCursor("The cursor isn't one that was given for this query: begin anew with an empty one."),
    };

    private async Task<ListUsersResponse> ReadUsersAsync(ScimCall call, ListParameters parameters) =>
        MayMatch(parameters, ResourceTypes.User, out var filter) ? await users.ListAsync(call, parameters, filter) : new();

    private async Task<ListGroupsResponse> ReadGroupsAsync(ScimCall call, ListParameters parameters) =>
        MayMatch(parameters, ResourceTypes.Group, out var filter) ? await groups.ListAsync(call, parameters, filter) : new();

    private static bool MayMatch(ListParameters parameters, ResourceTypeDefinition type, out Filter? filter)
    {
        filter = null;
        return parameters.Filter is null || FilterParser.ParseAmong(parameters.Filter, type, ResourceTypes.All, out filter);
    }
}
