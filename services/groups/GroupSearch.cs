using System.Security.Cryptography;
using System.Text;
using OptiId.Common.V1;
using OptiId.Groups.V1;

namespace OptiId.Groups;

/// <summary>What an administrator looks for among groups: pure.</summary>
internal sealed class GroupSearch(SearchGroupsRequest request)
{
    /// <summary>What the tokens of its pages are bound to, so that one of another search isn't taken for one of this.</summary>
    public byte[] Fingerprint { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\0', nameof(GroupSearch), request.OrganizationId, string.Join(' ', request.Sources.Distinct().Order()), request.Text)));

    /// <summary>Whether groups of a source are looked for.</summary>
    public bool Shows(Source source) => request.Sources.Count == 0 || request.Sources.Contains(source);

    /// <summary>The place of a group in the order of pages: the reserved ones first, then by canonical displayName.</summary>
    public static string PlaceOf(string canonicalName) => (SystemGroups.IsReserved(canonicalName) ? "0" : "1") + canonicalName;
}
