using Google.Protobuf.WellKnownTypes;
using OptiId.Groups.Storage;
using OptiId.Groups.V1;

namespace OptiId.Groups;

/// <summary>A group as it was read.</summary>
/// <param name="OrganizationId">Whose.</param>
/// <param name="Record">What a rename changes.</param>
/// <param name="Bytes">The record as it is stored; a commit expects it unchanged.</param>
/// <param name="Version">Raised by every change of the group or its members.</param>
/// <param name="Modified">When it was last raised.</param>
/// <param name="MemberCount">How many members.</param>
internal sealed record GroupState(string OrganizationId, GroupRecord Record, byte[] Bytes, ulong Version, DateTimeOffset Modified, long MemberCount)
{
    public string Id => Record.Id;

    public bool IsSystem => Record.Everyone || Record.Administrators;

    /// <summary>As the API answers it.</summary>
    public Group ToGroup() => new()
    {
        Id = Record.Id,
        OrganizationId = OrganizationId,
        Source = Record.Source,
        DisplayName = Record.DisplayName,
        ExternalId = Record.ExternalId,
        Created = DateTimeOffset.FromUnixTimeMilliseconds(Record.CreatedMs).ToTimestamp(),
        LastModified = Modified.ToTimestamp(),
        Version = Version,
        MemberCount = (ulong)Math.Max(0, MemberCount),
        Everyone = Record.Everyone,
        Administrators = Record.Administrators,
    };
}
