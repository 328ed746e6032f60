using OptiId.Errors.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class CollaboratorFormTests
{
    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("  ann.o'brien+cms@sub.example.co.uk  ")]
    [InlineData("jörg@müller.example")]
    public void AnEMailAddress_IsTaken(string address)
    {
        var form = new CollaboratorForm { UserName = address, GivenName = "Ann", FamilyName = "" };

        form.Check().ShouldBeTrue();

        form.UserName.ShouldBe(address.Trim());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("ann")]
    [InlineData("@example.com")]
    [InlineData("ann@")]
    [InlineData("ann@example.com, ben@example.com")]
    [InlineData("ann smith@example.com")]
    [InlineData("a\u200Bnn@example.com")]
    public void WhatIsNone_IsSaidBesideItsField_AndStays(string address)
    {
        var form = new CollaboratorForm { UserName = address, GivenName = "Ann" };

        form.Check().ShouldBeFalse();

        form.UserNameProblem.ShouldNotBeNullOrEmpty();
        form.GivenNameProblem.ShouldBeNull();
        (form.UserName, form.GivenName).ShouldBe((address.Trim(), "Ann"));
    }

    [Fact]
    public void EachField_SaysWhatIsWrongWithItself()
    {
        var form = new CollaboratorForm { UserName = new string('a', 250) + "@example.com", GivenName = new string('x', 257), FamilyName = "Smith\u202E" };

        form.Check().ShouldBeFalse();

        form.UserNameProblem.ShouldNotBeNull().ShouldContain("254");
        form.GivenNameProblem.ShouldNotBeNull().ShouldContain("256");
        form.FamilyNameProblem.ShouldNotBeNull().ShouldContain("invisible");
    }

    [Fact]
    public void ATakenUserName_IsToldBesideIt_AndEverythingElseOfTheForm()
    {
        var form = new CollaboratorForm { UserName = "ann@example.com" };

        form.Take(new Refusal(Reason.UserNameTaken, "It is taken.")).ShouldBeNull();
        form.UserNameProblem.ShouldBe("It is taken.");

        var mismatch = new Refusal(Reason.VersionMismatch, "Somebody else changed it.");
        form.Take(mismatch).ShouldBe(mismatch);
    }

    [Fact]
    public void WhatAServiceRefuses_IsToldBesideTheFieldThatItNames()
    {
        var (person, instance, group) = (new CollaboratorForm(), new InstanceForm(), new GroupNameForm());

        foreach (var field in new[] { "userName", "givenName", "familyName" })
        {
            person.Take(new Refusal(Reason.InvalidValue, $"{field} is wrong.", field)).ShouldBeNull();
        }

        foreach (var field in new[] { "product", "name", "environment", "roles" })
        {
            instance.Take(new Refusal(Reason.InvalidValue, $"{field} is wrong.", field)).ShouldBeNull();
        }

        group.Take(new Refusal(Reason.InvalidValue, "displayName is wrong.", "displayName")).ShouldBeNull();
        (person.UserNameProblem, person.GivenNameProblem, person.FamilyNameProblem).ShouldBe(("userName is wrong.", "givenName is wrong.", "familyName is wrong."));
        (instance.ProductProblem, instance.NameProblem, instance.EnvironmentProblem, instance.RolesProblem)
            .ShouldBe(("product is wrong.", "name is wrong.", "environment is wrong.", "roles is wrong."));
        group.Problem.ShouldBe("displayName is wrong.");
        var other = new Refusal(Reason.InvalidValue, "Something else.", "members");
        (person.Take(other), instance.Take(other), group.Take(other)).ShouldBe((other, other, other));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("  ", false)]
    [InlineData("Edi\u200Btors", false)]
    [InlineData(" Editors ", true)]
    public void AGroupsName_IsLookedAt(string name, bool isGood)
    {
        var form = new GroupNameForm { Name = name };

        form.Check().ShouldBe(isGood);

        (form.Problem is null).ShouldBe(isGood);
    }

    [Fact]
    public void ATakenOrReservedGroupName_IsToldBesideIt()
    {
        var form = new GroupNameForm { Name = "Everyone" };

        form.Take(new Refusal(Reason.GroupNameReserved, "It is reserved.")).ShouldBeNull();

        form.Problem.ShouldBe("It is reserved.");
        form.Take(new Refusal(Reason.StoreUnavailable, "Later.")).ShouldNotBeNull();
    }
}
