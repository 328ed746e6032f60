using System.Globalization;
using OptiId.Scim;

namespace OptiId.ServiceDefaults;

/// <summary>A resource's place in a list: by what it is sorted by, then by when it was created, then by id.</summary>
/// <param name="Key">What it is sorted by; <see cref="SortValue.None"/> in the order of creation.</param>
/// <param name="Number">The order of creation.</param>
/// <param name="Id">Its id: numbers may be the same.</param>
public readonly record struct ListPlace(SortValue Key, ulong Number, string Id)
{
    /// <summary>Compares places in ascending order; a descending list is its reverse, resources without a key included.</summary>
    public static Comparer<ListPlace> Ascending { get; } = Comparer<ListPlace>.Create((one, other) =>
    {
        var order = one.Key.CompareTo(other.Key);
        order = order != 0 ? order : one.Number.CompareTo(other.Number);
        return order != 0 ? order : string.CompareOrdinal(one.Id, other.Id);
    });

    /// <summary>The reverse of <see cref="Ascending"/>.</summary>
    public static Comparer<ListPlace> Descending { get; } = Comparer<ListPlace>.Create((one, other) => Ascending.Compare(other, one));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It isn't that.</exception>
    public static ListPlace Parse(string text) => text.Split('/', 3) is [var number, var id, var key]
        ? new(SortValue.Parse(key), ulong.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture), id)
        : throw new FormatException("Not a place.");

    /// <summary>As a cursor holds it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Id}/{Key}");
}
