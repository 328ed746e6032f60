using System.Security.Cryptography;
using System.Text;
using OptiId.Common.V1;
using OptiId.Groups.Storage;
using OptiId.Scim;

namespace OptiId.Groups;

/// <summary>The two reserved groups of every organization, out of SCIM's reach (P13).</summary>
internal static class SystemGroups
{
    public const string EveryoneName = "Everyone";
    public const string AdministratorsName = "Admin Center Administrators";

    private static readonly HashSet<string> ReservedNames = [CanonicalText.Canonicalize(EveryoneName), CanonicalText.Canonicalize(AdministratorsName)];

    /// <summary>Whether a name is one of theirs: any letter case, padded or not, look-alike Unicode by NFKC.</summary>
    public static bool IsReserved(string canonicalName) => ReservedNames.Contains(canonicalName);

    /// <summary>Both groups of an organization as they are created. Their ids follow from the organization's, so that creating them twice is creating them once.</summary>
    public static IReadOnlyList<GroupRecord> Of(string organizationId, DateTimeOffset now) =>
    [
        New(organizationId, EveryoneName, now, record => record.Everyone = true),
        New(organizationId, AdministratorsName, now, record => record.Administrators = true),
    ];

    public static string EveryoneId(string organizationId) => IdOf(organizationId, EveryoneName);

    public static string AdministratorsId(string organizationId) => IdOf(organizationId, AdministratorsName);

    private static GroupRecord New(string organizationId, string name, DateTimeOffset now, Action<GroupRecord> mark)
    {
        var record = new GroupRecord
        {
            Id = IdOf(organizationId, name),
            Source = Source.System,
            DisplayName = name,
            CreatedMs = now.ToUnixTimeMilliseconds(),
        };
        mark(record);
        return record;
    }

    // RFC 9562 §5.8: a UUID of one's own making.
    private static string IdOf(string organizationId, string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{organizationId}/{name}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
