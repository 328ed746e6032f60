using System.Text.Json.Nodes;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class GroupsRpc
{
    private const int MaximumPage = 1_000;

    public override async Task<ListGroupsResponse> ListGroups(ListGroupsRequest request, ServerCallContext context)
    {
        var count = (int)Math.Min(request.Count, MaximumPage);
        var start = (int)Math.Clamp(request.StartIndex, 1, int.MaxValue) - 1;
        var system = request.IncludeSystem ? await store.ReadSystemAsync(request.OrganizationId) : [];
        if (request.Filter.Length > 0)
        {
            var matches = await FindAsync(request.OrganizationId, FilterParser.Parse(request.Filter, ResourceTypes.Group), system);
            return new() { TotalResults = (uint)matches.Count, Groups = { matches.Skip(start).Take(count).Select(group => group.ToGroup()) } };
        }

        if (request.HasCursor)
        {
            return await ListAfterAsync(request, count);
        }

        // The reserved groups come first; all others in the order of creation.
        var total = await store.CountAsync(request.OrganizationId) + system.Count;
        var page = system.Skip(start).Take(count).ToList();
        page.AddRange(await store.ReadPageAsync(request.OrganizationId, Math.Max(0, start - system.Count), count - page.Count));
        return new() { TotalResults = (uint)total, Groups = { page.Select(group => group.ToGroup()) } };
    }

    private async Task<ListGroupsResponse> ListAfterAsync(ListGroupsRequest request, int count)
    {
        var after = PageCursor.Parse(request.Cursor);
        var groups = await store.ReadAfterAsync(request.OrganizationId, after, count + 1);
        var page = groups.Take(count).ToList();
        return new()
        {
            TotalResults = (uint)await store.CountAsync(request.OrganizationId),
            Groups = { page.Select(group => group.ToGroup()) },
            NextCursor = groups.Count > count ? new PageCursor(page[^1].Record.Number, page[^1].Id).ToString() : "",
        };
    }

    private async Task<List<GroupState>> FindAsync(string organizationId, Filter filter, IReadOnlyList<GroupState> system)
    {
        if (FilterLookups.TryFindEquality(filter, "members.value", out var userId))
        {
            var groups = await members.ReadGroupsOfAsync(organizationId, userId);
            return [.. groups.Select(pair => pair.Group).Where(group => !group.IsSystem && Matches(filter, group, userId))];
        }

        var candidates = await FindCandidatesAsync(organizationId, filter) ?? await ReadAllAsync(organizationId);
        return [.. system.Concat(candidates.Where(group => !group.IsSystem)).Where(group => Matches(filter, group, member: null))];
    }

    private async Task<IReadOnlyList<GroupState>?> FindCandidatesAsync(string organizationId, Filter filter)
    {
        if (FilterLookups.TryFindEquality(filter, "id", out var id))
        {
            return await store.ReadAsync(organizationId, [id]);
        }

        if (FilterLookups.TryFindEquality(filter, "displayName", out var name))
        {
            return await store.FindByNameAsync(organizationId, name) is { } group ? [group] : [];
        }

        return FilterLookups.TryFindEquality(filter, "externalId", out var externalId) ? await store.FindByExternalIdAsync(organizationId, externalId) : null;
    }

    private async Task<IReadOnlyList<GroupState>> ReadAllAsync(string organizationId) =>
        await store.CountAsync(organizationId) > options.MaximumScan
            ? throw new RefusedException(Reason.TooMany,
                $"No index serves this filter, and the organization has more than {options.MaximumScan} groups. Filter by displayName, externalId, id or members.value with eq.")
            : await store.ReadPageAsync(organizationId, 0, options.MaximumScan);

    private static bool Matches(Filter filter, GroupState group, string? member)
    {
        var resource = new JsonObject
        {
            ["id"] = group.Id,
            ["displayName"] = group.Record.DisplayName,
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "Group",
                ["created"] = DateTimeOffset.FromUnixTimeMilliseconds(group.Record.CreatedMs),
                ["lastModified"] = group.Modified,
            },
        };
        if (group.Record.ExternalId.Length > 0)
        {
            resource["externalId"] = group.Record.ExternalId;
        }

        if (member is not null)
        {
            resource["members"] = new JsonArray(new JsonObject { ["value"] = member, ["type"] = "User" });
        }

        return FilterEvaluator.Matches(filter, resource, ResourceTypes.Group);
    }
}
