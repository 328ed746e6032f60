using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Identity;

/// <summary>
/// What becomes of a user (P6 to P10, P18): pure functions of the user as it is; what follows for indexes and events is derived from
/// before and after (<see cref="Storage.UserStore.Write"/>, <see cref="UserEvents"/>).
/// </summary>
internal static class UserRules
{
    /// <summary>SCIM's POST on nobody, or on the user who has the userName (P7).</summary>
    /// <exception cref="RefusedException">USER_NAME_TAKEN: an active user that SCIM manages.</exception>
    public static User Provision(User? existing, string organizationId, JsonObject document, bool active, DateTimeOffset now, TimeSpan grace)
    {
        if (existing is { State: UserState.Active, Source: Source.Scim })
        {
            throw NameTaken(existing);
        }

        var user = existing?.Clone() ?? New(organizationId, now);
        user.Source = Source.Scim;
        UserDocument.CopyKeys(user, document);
        if (user.State == UserState.Deleted)
        {
            user.Tenure++;
            user.Created = now.ToTimestamp();
            user.Number = NumberAt(now); // lists are in the order of creation
            user.State = UserState.Active;
            user.Deleted = null;
        }

        return SetActive(user, active, now, grace);
    }

    /// <summary>SCIM's PUT and PATCH: a local or jit user is taken over (P8), deactivation and reinstatement follow <paramref name="active"/> (P9).</summary>
    public static User Update(User before, JsonObject document, bool? active, DateTimeOffset now, TimeSpan grace)
    {
        var user = before.Clone();
        user.Source = Source.Scim;
        UserDocument.CopyKeys(user, document);
        return active is { } wanted ? SetActive(user, wanted, now, grace) : user;
    }

    /// <summary>Gone, with everything personal but the userName under which the id comes back (P10).</summary>
    public static User Delete(User before, DateTimeOffset now)
    {
        var user = before.Clone();
        user.State = UserState.Deleted;
        user.Deleted = now.ToTimestamp();
        user.Deactivated = null;
        user.ExternalId = "";
        user.Document = ByteString.Empty;
        return user;
    }

    /// <summary>
    /// A new or formerly deleted person, by an administrator's hand or a sign-in; or one who was released after the identity provider had
    /// deactivated him, for whom a new stay begins.
    /// </summary>
    /// <exception cref="RefusedException">USER_NAME_TAKEN.</exception>
    public static User Create(User? existing, string organizationId, JsonObject document, Source source, DateTimeOffset now)
    {
        switch (existing)
        {
            case { State: UserState.Active }:
                throw NameTaken(existing);
            case { State: UserState.Deactivated, Source: Source.Scim }:
                throw RefusedException.OfField(
                    UserDocument.UserName, Reason.UserNameTaken,
                    $"A deactivated user that the identity provider manages has the userName \"{existing.UserName}\": assign the person there again, or release or erase that user first.");
        }

        var user = Provision(existing, organizationId, document, active: true, now, TimeSpan.Zero);
        user.Source = source;
        return user;
    }

    /// <summary>An administrator's edit: userName, the e-mail address that it is (P6), and names; the other attributes stay.</summary>
    public static User Edit(User before, JsonObject edited)
    {
        var user = before.Clone();
        UserDocument.CopyKeys(user, UserDocument.Edit(before, edited));
        return user;
    }

    /// <summary>A managed user becomes an administrator's (P18).</summary>
    public static User Release(User before)
    {
        var user = before.Clone();
        user.Source = Source.Local;
        return user;
    }

    /// <summary>The refusal of a taken userName.</summary>
    public static RefusedException NameTaken(User owner) => RefusedException.OfField(
        UserDocument.UserName, Reason.UserNameTaken, $"A user with the userName \"{owner.UserName}\" exists already, with the id {owner.Id}.");

    /// <summary>Whether anything but the version and its time differs.</summary>
    public static bool IsSame(User? before, User after) => before is not null
        && before.State == after.State && before.Source == after.Source && before.Tenure == after.Tenure
        && before.UserName == after.UserName && UserDocument.Same(before.Document, after.Document);

    private static User New(string organizationId, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now).ToString(),
        OrganizationId = organizationId,
        State = UserState.Active,
        Tenure = 1,
        Created = now.ToTimestamp(),
        Number = NumberAt(now),
    };

    private static ulong NumberAt(DateTimeOffset now) => (ulong)((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private static User SetActive(User user, bool active, DateTimeOffset now, TimeSpan grace)
    {
        if (active && user.State == UserState.Deactivated)
        {
            // Within the grace time the same stay goes on and its memberships count; after it a new one begins, in which the
            // old memberships don't (P9).
            if (grace == TimeSpan.Zero || now - user.Deactivated.ToDateTimeOffset() > grace)
            {
                user.Tenure++;
            }

            user.State = UserState.Active;
            user.Deactivated = null;
        }
        else if (!active && user.State == UserState.Active)
        {
            user.State = UserState.Deactivated;
            user.Deactivated = now.ToTimestamp();
        }

        return user;
    }
}
