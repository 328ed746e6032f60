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
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">What a page's token held.</param>
    /// <param name="membersKey">The group's present key.</param>
    /// <exception cref="RefusedException">EXPIRED_CURSOR: the list was replaced meanwhile.</exception>
    public static MemberPlace Parse(string text, uint membersKey)
    {
        var parts = text.Split('.');
        var place = new MemberPlace(
            uint.Parse(parts[0], CultureInfo.InvariantCulture), ulong.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
        return place.MembersKey == membersKey
            ? place
            : throw new RefusedException(Reason.ExpiredCursor, "So many members have changed meanwhile that the list begins anew.");
    }

    /// <summary>As a token holds it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MembersKey}.{Cursor}.{Skip}");
}
