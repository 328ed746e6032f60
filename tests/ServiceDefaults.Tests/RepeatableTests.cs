using System.Reflection;
using Google.Protobuf.Reflection;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;
using static Google.Protobuf.Reflection.MethodOptions.Types;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>What may be sent again is decided RPC by RPC, in the protos.</summary>
public sealed class RepeatableTests
{
    /// <summary>
    /// These change something, and sent again they would do it twice (a second token, a second organization) or answer otherwise than the first time
    /// (a version that is no longer the one, a member that is gone already).
    /// </summary>
    private static readonly string[] Once =
    [
        "admin.v1.SignInLinksService/CreateSignInLink",
        "access.v1.AccessService/Rebuild",
        "groups.v1.GroupsService/ChangeGroup", "groups.v1.GroupsService/DeleteGroup", "groups.v1.GroupsService/ReleaseGroup",
        "groups.v1.InstancesService/ChangeGrants", "groups.v1.InstancesService/DeleteInstance", "groups.v1.InstancesService/EndGrant",
        "groups.v1.InstancesService/MakeGrant", "groups.v1.InstancesService/UpdateInstance",
        "identity.v1.OrganizationsService/CreateOrganization", "identity.v1.OrganizationsService/SetProvisioningMode",
        "identity.v1.UsersService/DeleteUser", "identity.v1.UsersService/EraseUser", "identity.v1.UsersService/PatchUser",
        "identity.v1.UsersService/ReleaseUser", "identity.v1.UsersService/ReplaceUser", "identity.v1.UsersService/UpdateCollaborator",
        "tokens.v1.TokensService/IssueToken", "tokens.v1.TokensService/ReplaceToken", "tokens.v1.TokensService/RevokeToken",
    ];

    [Fact]
    public void EachRpc_SaysWhetherItMayBeSentAgain_OrIsOneThatMaynt() => Methods()
        .Where(method => LevelOf(method) == IdempotencyLevel.IdempotencyUnknown)
        .Select(NameOf)
        .ShouldBe(Once, ignoreOrder: true, "A new RPC needs an idempotency_level in its proto, or a line here.");

    [Fact]
    public void WhatIsNamedAsAQuestion_ChangesNothing_AndNothingElseClaimsTo()
    {
        string[] questions = ["Check", "Explain", "Follow", "Get", "List", "LookUp", "Page", "Preview", "Read", "Search", "Verify", "Watch"];
        foreach (var method in Methods())
        {
            (LevelOf(method) == IdempotencyLevel.NoSideEffects).ShouldBe(questions.Any(question => method.Name.StartsWith(question, StringComparison.Ordinal)), NameOf(method));
        }
    }

    private static IEnumerable<MethodDescriptor> Methods() =>
        from type in typeof(TokensService).Assembly.GetTypes()
        let descriptor = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)
        where descriptor?.PropertyType == typeof(ServiceDescriptor)
        from method in ((ServiceDescriptor)descriptor.GetValue(null)!).Methods
        orderby NameOf(method)
        select method;

    private static string NameOf(MethodDescriptor method) => $"{method.Service.FullName["optiid.".Length..]}/{method.Name}";

    private static IdempotencyLevel LevelOf(MethodDescriptor method) => method.GetOptions()?.IdempotencyLevel ?? IdempotencyLevel.IdempotencyUnknown;
}
