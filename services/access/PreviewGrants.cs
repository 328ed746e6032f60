using Grpc.Core;
using OptiId.Access.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.Access;

internal sealed partial class AccessRpc
{
    private const int MaximumPreviewed = 100;

    /// <summary>How many members, and how many memberships of theirs, one preview looks at: more makes it partial.</summary>
    internal const int MaximumMembersLookedAt = 50_000;
    internal const int MaximumMembershipsLookedAt = 250_000;
    private const int MaximumMembershipsAtOnce = 10_000;

    public override async Task<PreviewGrantsResponse> PreviewGrants(PreviewGrantsRequest request, ServerCallContext context)
    {
        CheckPreview(request);
        var (freshness, mayAllow) = await gate.PassAsync(request.OrganizationId, request.Consistency, context.CancellationToken);
        var response = new PreviewGrantsResponse { Freshness = freshness };
        if (!mayAllow)
        {
            return response;
        }

        if (request.GroupId.Length == 0 || await store.ReadGroupNameAsync(request.OrganizationId, request.GroupId) is null)
        {
            throw new RefusedException(Reason.GroupNotFound, "There is no group with this id.");
        }

        var everyone = await store.ReadEveryoneAsync(request.OrganizationId);
        var previews = await ReadPreviewsAsync(request, everyone);
        if (request.GroupId == everyone)
        {
            await LookAtEveryoneAsync(request, previews, response, context.CancellationToken);
        }
        else
        {
            await LookAtMembersAsync(request, [request.GroupId], previews, response, context.CancellationToken);
        }

        response.Effects.AddRange(previews.Select(preview => preview.Effect));
        return response;
    }

    private static void CheckPreview(PreviewGrantsRequest request)
    {
        var asked = request.Make.Concat(request.End).ToList();
        if (asked.Count > MaximumPreviewed)
        {
            throw new RefusedException(Reason.TooMany, $"At most {MaximumPreviewed} roles at once.");
        }

        if (asked.Exists(role => role.InstanceId.Length == 0 || role.Role.Length == 0) || asked.Distinct().Count() < asked.Count)
        {
            throw new RefusedException(Reason.InvalidValue, "Each role names an instance, and is made or ended once.");
        }
    }

    private async Task<IReadOnlyList<GrantPreview>> ReadPreviewsAsync(PreviewGrantsRequest request, string? everyone)
    {
        var asked = request.Make.Select(role => (role, Gained: true)).Concat(request.End.Select(role => (role, Gained: false))).ToList();
        var instanceIds = asked.Select(pair => pair.role.InstanceId).Distinct(StringComparer.Ordinal).ToList();
        var found = await store.ReadGrantsOnAsync(request.OrganizationId, instanceIds);
        if (found.Contains(null))
        {
            throw new RefusedException(Reason.InstanceNotFound, "There is no product instance with this id.");
        }

        var grants = instanceIds.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second!, StringComparer.Ordinal);
        return [.. asked.Select(pair =>
            new GrantPreview(pair.role.InstanceId, pair.role.Role, pair.Gained, request.GroupId, everyone, grants[pair.role.InstanceId]))];
    }

    /// <summary>Everyone is counted, not looked through: but for the roles that some have by other groups.</summary>
    private async Task LookAtEveryoneAsync(
        PreviewGrantsRequest request, IReadOnlyList<GrantPreview> previews, PreviewGrantsResponse response, CancellationToken cancellation)
    {
        var ofAll = previews.Where(preview => preview.IsOfAllMembers).ToList();
        var ofSome = previews.Where(preview => preview.Others.Count > 0).ToList();
        await LookAtMembersAsync(request, [], ofSome, response, cancellation);
        response.Members = (ulong)await store.CountMembersAsync(request.OrganizationId, request.GroupId);
        var examples = ofAll.Count == 0 ? [] : await store.ReadMembersAsync(request.OrganizationId, request.GroupId, after: "", GrantPreview.MaximumExamples);
        foreach (var preview in ofAll)
        {
            preview.Effect.Examples.AddRange(examples);
            preview.Effect.Users = response.Members;
        }
    }

    /// <summary>Shows each active member to the previews, as far as the bound allows.</summary>
    /// <param name="request">The group.</param>
    /// <param name="own">The group whose edge makes a member; none of Everyone.</param>
    /// <param name="previews">What counts them; none of Everyone's: nobody needs to be looked at.</param>
    /// <param name="response">Gets the number of members, and whether there are more.</param>
    /// <param name="cancellation">The caller went away.</param>
    private async Task LookAtMembersAsync(
        PreviewGrantsRequest request, IReadOnlyList<string> own, IReadOnlyList<GrantPreview> previews, PreviewGrantsResponse response, CancellationToken cancellation)
    {
        if (own.Count == 0 && previews.Count == 0)
        {
            return;
        }

        IReadOnlyList<string> groupIds = [.. own, .. previews.SelectMany(preview => preview.Others).Distinct(StringComparer.Ordinal)];
        var (left, after) = (Math.Min(MaximumMembersLookedAt, MaximumMembershipsLookedAt / groupIds.Count), "");
        var atOnce = Math.Clamp(MaximumMembershipsAtOnce / groupIds.Count, 1, Commit.MaximumFields);
        while (left > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await store.ReadMembersAsync(request.OrganizationId, request.GroupId, after, Math.Min(left, atOnce));
            if (page.Count == 0)
            {
                return;
            }

            foreach (var (userId, memberships) in await store.ReadMembershipsAsync(request.OrganizationId, page, groupIds))
            {
                if (own.Count == 0 || memberships.Contains(request.GroupId))
                {
                    response.Members++;
                    foreach (var preview in previews)
                    {
                        preview.Look(userId, memberships);
                    }
                }
            }

            (left, after) = (left - page.Count, page[^1]);
        }

        response.Partial = (await store.ReadMembersAsync(request.OrganizationId, request.GroupId, after, 1)).Count > 0;
    }
}
