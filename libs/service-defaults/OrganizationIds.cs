using System.Buffers;
using OptiId.Errors.V1;

namespace OptiId.ServiceDefaults;

/// <summary>What an organization's id looks like. It becomes part of keys: a service that can't ask whether there is such an organization looks at it.</summary>
public static class OrganizationIds
{
    private const int MaximumLength = 64;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    /// <summary>The id, which may be one.</summary>
    /// <exception cref="RefusedException">INVALID_VALUE: it can't be.</exception>
    public static string Check(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length is > 0 and <= MaximumLength && !id.AsSpan().ContainsAnyExcept(Characters)
            ? id
            : throw new RefusedException(Reason.InvalidValue, "The organization's id is missing or isn't one of this system's.");
    }
}
