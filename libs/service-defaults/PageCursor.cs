using System.Buffers.Text;
using System.Globalization;
using System.Text;
using OptiId.Errors.V1;

namespace OptiId.ServiceDefaults;

/// <summary>A place in the order of creation, after which a page begins (RFC 9865); opaque to the client.</summary>
/// <param name="Number">The number of the last record that was shown.</param>
/// <param name="Id">Its id: numbers may be the same.</param>
public readonly record struct PageCursor(ulong Number, string Id)
{
    /// <summary>As a client carries it.</summary>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Number}/{Id}")));

    /// <summary>Reads what <see cref="ToString"/> wrote; empty is the beginning.</summary>
    /// <exception cref="RefusedException">INVALID_CURSOR.</exception>
    public static PageCursor Parse(string text)
    {
        if (text.Length == 0)
        {
            return new(0, "");
        }

        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('/', 2);
            return new(ulong.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException)
        {
            throw new RefusedException(Reason.InvalidCursor, "The cursor isn't one that this service gave; begin anew without it.");
        }
    }
}
