using System.Globalization;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups.Storage;

/// <summary>Where a page of members begins.</summary>
/// <param name="MembersKey">Which key of the group's members: a large change swaps in another, in which the place would mean nothing.</param>
/// <param name="Cursor">The store's own cursor.</param>
/// <param name="Skip">How many of what it answers there were on the page before.</param>
internal readonly record struct MemberPlace(uint MembersKey, ulong Cursor, int Skip)
{
    /// <summary>The beginning, or what an earlier page's token says.</summary>
    /// <param name="token">Empty: the beginning.</param>
    /// <param name="membersKey">The group's present key.</param>
    /// <exception cref="RefusedException">INVALID_CURSOR: not one of ours. EXPIRED_CURSOR: the list was replaced meanwhile.</exception>
    public static MemberPlace Read(string token, uint membersKey)
    {
        if (token.Length == 0)
        {
            return new(membersKey, 0, 0);
        }

        return token.Split('.') is [var key, var cursor, var skip]
            && uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ofKey)
            && ulong.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && int.TryParse(skip, NumberStyles.None, CultureInfo.InvariantCulture, out var skipped)
            ? ofKey == membersKey
                ? new(ofKey, at, skipped)
                : throw new RefusedException(Reason.ExpiredCursor, "So many members have changed meanwhile that the list begins anew.")
            : throw new RefusedException(Reason.InvalidCursor, "The page token isn't one that this service gave.");
    }

    /// <summary>As a token holds it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MembersKey}.{Cursor}.{Skip}");
}
