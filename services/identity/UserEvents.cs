using OptiId.Common.V1;
using OptiId.Events.V1;
using OptiId.Identity.V1;

namespace OptiId.Identity;

/// <summary>What the log tells of a change, derived from the user before and after.</summary>
internal static class UserEvents
{
    /// <summary>The events, in order; none where nothing changed.</summary>
    public static IEnumerable<Change> Between(User? before, User after)
    {
        var existed = before is { State: not UserState.Deleted };
        if (after.State == UserState.Deleted)
        {
            if (existed)
            {
                yield return new() { UserDeleted = new() { UserId = after.Id, Tenure = after.Tenure } };
            }

            yield break;
        }

        if (!existed)
        {
            yield return Provisioned(after);
            yield break;
        }

        if (before!.State == UserState.Active && after.State == UserState.Deactivated)
        {
            yield return new() { UserDeactivated = new() { UserId = after.Id } };
        }

        if (before.State == UserState.Deactivated && after.State == UserState.Active)
        {
            yield return new() { UserReinstated = new() { UserId = after.Id, Tenure = after.Tenure, MembershipsKept = before.Tenure == after.Tenure } };
        }

        if (before.Source != after.Source || !UserDocument.Same(before.Document, after.Document))
        {
            yield return Updated(before, after);
        }
    }

    /// <summary>The entry from which a projection learns of the user.</summary>
    public static Change Provisioned(User user) => new()
    {
        UserProvisioned = new() { UserId = user.Id, Tenure = user.Tenure, Source = user.Source, Active = user.State == UserState.Active },
    };

    private static Change Updated(User before, User after) => new()
    {
        UserUpdated = new()
        {
            UserId = after.Id,
            Source = after.Source,
            TakenOver = after.Source == Source.Scim && before.Source != Source.Scim,
            ChangedAttributes = { UserDocument.Differences(before.Document, after.Document) },
        },
    };
}
