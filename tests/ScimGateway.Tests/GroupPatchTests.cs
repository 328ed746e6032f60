using System.Text;
using OptiId.Groups.V1;
using OptiId.Hosting;
using OptiId.Scim;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Every form of a group's PATCH that Okta (facts/okta.md §5) and Entra (facts/entra.md) send, as names and steps of members.</summary>
public sealed class GroupPatchTests
{
    [Theory]
    [InlineData("""{"op":"replace","value":{"id":"g1","displayName":"Test SCIMv2"}}""")]
    [InlineData("""{"op":"replace","value":{"displayName":"Test SCIMv2"}}""")]
    [InlineData("""{"op":"replace","path":"displayName","value":"Test SCIMv2"}""")]
    [InlineData("""{"op":"Replace","path":"displayName","value":"Test SCIMv2"}""")]
    [InlineData("""{"op":"Add","path":"DisplayName","value":"Test SCIMv2"}""")]
    [InlineData("""{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:Group:displayName","value":"Test SCIMv2"}""")]
    [InlineData("""{"op":"replace","value":{"urn:ietf:params:scim:schemas:core:2.0:Group:displayName":"Test SCIMv2"}}""")]
    public void ARename_ChangesTheNameAndNoMember(string operation)
    {
        var change = Read(operation);
        change.DisplayName.ShouldBe("Test SCIMv2");
        change.MemberChanges.ShouldBeEmpty();
        change.HasExternalId.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"1","display":"a@example.com"},{"value":"2","display":null}]}""", "add 1 2")]
    [InlineData("""{"op":"Add","path":"members","value":[{"$ref":null,"value":"1"}]}""", "add 1")]
    [InlineData("""{"op":"add","path":"members","value":{"value":"1"}}""", "add 1")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"1","displayName":"Ada"}]}""", "add 1")]
    [InlineData("""{"op":"add","value":{"members":[{"value":"1"}]}}""", "add 1")]
    [InlineData("""{"op":"add","path":"members","value":[]}""", "add")]
    [InlineData("""{"op":"remove","path":"members[value eq \"1\"]"}""", "remove 1")]
    [InlineData("""{"op":"Remove","path":"members[value eq \"1\"]"}""", "remove 1")]
    [InlineData("""{"op":"remove","path":"members[value eq \"1\" or value eq \"2\"]"}""", "remove 1 2")]
    [InlineData("""{"op":"remove","path":"members[Value EQ \"1\"]"}""", "remove 1")]
    [InlineData("""{"op":"Remove","path":"members","value":[{"value":"1"},{"value":"2"}]}""", "remove 1 2")]
    [InlineData("""{"op":"remove","path":"members"}""", "replace")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"1"},{"value":"2"}]}""", "replace 1 2")]
    [InlineData("""{"op":"replace","path":"members","value":[]}""", "replace")]
    [InlineData("""{"op":"replace","value":{"members":[{"value":"1"}]}}""", "replace 1")]
    public void P15_AnOperationOnMembers_IsOneStep(string operation, string step)
    {
        var change = Read(operation);
        change.MemberChanges.Select(Words).ShouldBe([step]);
        change.HasDisplayName.ShouldBeFalse();
    }

    [Fact]
    public void OktasRemovesBeforeOneAdd_AreTwoStepsInTheirOrder() => Read(
        """{"op":"remove","path":"members[value eq \"1\"]"}""",
        """{"op":"remove","path":"members[value eq \"2\"]"}""",
        """{"op":"add","path":"members","value":[{"value":"3"},{"value":"4"}]}""").MemberChanges.Select(Words).ShouldBe(["remove 1 2", "add 3 4"]);

    [Fact]
    public void StepsOfDifferentKinds_KeepTheirOrder() => Read(
        """{"op":"add","path":"members","value":[{"value":"1"}]}""",
        """{"op":"remove","path":"members[value eq \"1\"]"}""",
        """{"op":"add","path":"members","value":[{"value":"1"}]}""",
        """{"op":"replace","path":"members","value":[{"value":"5"}]}""",
        """{"op":"replace","path":"members","value":[{"value":"6"}]}""").MemberChanges.Select(Words).ShouldBe(["add 1", "remove 1", "add 1", "replace 5", "replace 6"]);

    [Fact]
    public void NameAndMembersInOneValue_AreBothRead()
    {
        var change = Read("""{"op":"replace","value":{"displayName":"Team","members":[{"value":"1"}]}}""");
        change.DisplayName.ShouldBe("Team");
        change.MemberChanges.Select(Words).ShouldBe(["replace 1"]);
    }

    [Theory]
    [InlineData("""{"op":"Replace","path":"externalId","value":"x-1"}""", "x-1")]
    [InlineData("""{"op":"remove","path":"externalId"}""", "")]
    [InlineData("""{"op":"replace","path":"externalId","value":null}""", "")]
    public void ExternalId_IsSetAndRemoved(string operation, string externalId)
    {
        var change = Read(operation);
        change.HasExternalId.ShouldBeTrue();
        change.ExternalId.ShouldBe(externalId);
    }

    [Fact]
    public void NoOperations_ChangeNothing() => Read().ShouldBe(new());

    [Theory]
    [InlineData("""{"op":"remove","path":"displayName"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"displayName","value":"  "}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"displayName","value":null}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"displayName","value":7}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members","value":[{"display":"a"}]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members","value":["1"]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":7}]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"1","type":"Group"}]}""", "invalidValue")]
    [InlineData("""{"op":"add","path":"members[value eq \"1\"]","value":{"value":"1"}}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"members[value eq \"1\"].$ref","value":"x"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"members[value eq \"1\"].display","value":"x"}""", "invalidPath")]
    [InlineData("""{"op":"replace","path":"members[value eq \"1\"].value","value":"2"}""", "mutability")]
    [InlineData("""{"op":"remove","path":"members.value"}""", "mutability")]
    [InlineData("""{"op":"remove","path":"members[display eq \"x\"]"}""", "invalidFilter")]
    [InlineData("""{"op":"remove","path":"members[value ne \"1\"]"}""", "invalidFilter")]
    [InlineData("""{"op":"remove","path":"members[value eq \"1\" and value eq \"2\"]"}""", "invalidFilter")]
    [InlineData("""{"op":"remove"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"id","value":"x"}""", "mutability")]
    [InlineData("""{"op":"replace","path":"nosuch","value":"x"}""", "invalidPath")]
    [InlineData("""{"op":"move","path":"members","value":[]}""", "invalidSyntax")]
    public void WhatAGroupDoesNotTake_IsRefusedWithItsKeyword(string operation, string keyword)
    {
        var exception = Should.Throw<Exception>(() => Read(operation));
        var type = exception is ScimErrorException { Status: 400 } error ? error.Type : exception.ShouldBeOfType<ScimRefusedException>().Type;
        type.Keyword().ShouldBe(keyword, exception.Message);
    }

    [Fact]
    public void P15_ANestedGroup_IsRefusedByASentenceThatSaysSo() =>
        Should.Throw<ScimErrorException>(() => Read("""{"op":"add","path":"members","value":[{"value":"1","type":"group"}]}""")).Message.ShouldContain("nesting");

    [Fact]
    public void MoreOperationsThanAllowed_Are413()
    {
        var body = ScimBodies.Patch(Enumerable.Repeat("""{"op":"remove","path":"members[value eq \"1\"]"}""", 11));
        Should.Throw<ScimErrorException>(() => PatchBody.Read(body, ResourceTypes.Group, 10)).Status.ShouldBe(413);
    }

    private static ChangeGroupRequest Read(params string[] operations)
    {
        var body = ScimJson.ParseObject(Encoding.UTF8.GetBytes(ScimBodies.Patch(operations).ToJsonString()));
        var change = new ChangeGroupRequest();
        GroupPatch.Read(PatchBody.Read(body, ResourceTypes.Group, 10_000), change);
        return change;
    }

    private static string Words(MemberChange change)
    {
        var (name, ids) = change.ChangeCase switch
        {
            MemberChange.ChangeOneofCase.Add => ("add", change.Add),
            MemberChange.ChangeOneofCase.Remove => ("remove", change.Remove),
            _ => ("replace", change.Replace),
        };
        return string.Join(' ', ids.UserIds.Prepend(name));
    }
}
