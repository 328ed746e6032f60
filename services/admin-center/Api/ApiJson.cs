using System.Text.Json.Serialization;

namespace OptiId.AdminCenter.Api;

/// <summary>
/// Everything that the API reads and writes, known at build time. Optional members of bodies have a setter, not init: a generated reader
/// would set an absent init member to null, whatever its default. The list of words is Blazor's (its initializers).
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccessExplanation))]
[JsonSerializable(typeof(AuditPage))]
[JsonSerializable(typeof(AuditVerification))]
[JsonSerializable(typeof(Collaborator))]
[JsonSerializable(typeof(GrantChange))]
[JsonSerializable(typeof(GrantList))]
[JsonSerializable(typeof(GrantPreview))]
[JsonSerializable(typeof(GroupList))]
[JsonSerializable(typeof(GroupName))]
[JsonSerializable(typeof(GroupPage))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(InstanceEdit))]
[JsonSerializable(typeof(InstanceList))]
[JsonSerializable(typeof(InstanceUserPage))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(LoggedExchange))]
[JsonSerializable(typeof(LoggedRequestPage))]
[JsonSerializable(typeof(MemberPage))]
[JsonSerializable(typeof(MembersAdded))]
[JsonSerializable(typeof(ModeChange))]
[JsonSerializable(typeof(NewGroup))]
[JsonSerializable(typeof(NewMembers))]
[JsonSerializable(typeof(NewOrganization))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(OrganizationList))]
[JsonSerializable(typeof(ParkedMemberList))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(Provisioning))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(TokenReplacement))]
[JsonSerializable(typeof(UserAccess))]
[JsonSerializable(typeof(UserPage))]
[JsonSerializable(typeof(IList<string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Source?))]
[JsonSerializable(typeof(UserState?))]
[JsonSerializable(typeof(bool?))]
[JsonSerializable(typeof(uint?))]
[JsonSerializable(typeof(ulong?))]
internal sealed partial class ApiJson : JsonSerializerContext;
