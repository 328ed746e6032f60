using OptiId.AdminCenter.History;
using OptiId.Gateway.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class ActorWordsTests
{
    private static readonly string[] OtherActors = ["administrator:u1", "api:t2", "support:Mona", "sign-in", "system", ""];
    private static readonly string[] NoAdministrators = ["scim:u1", "api:u1", "support:u1", "system"];

    private static readonly KnownNames Names = Known();

    [Theory]
    [InlineData("scim:t1", "Okta (SCIM token Production)")]
    [InlineData("scim:unknown", "Okta (SCIM token)")]
    [InlineData("api:t2", "A program (API token Nightly job)")]
    [InlineData("api:unknown", "A program (API token)")]
    [InlineData("administrator:u1", "Ada Admin (ada@example.com)")]
    [InlineData("administrator:unknown", "An administrator who is gone")]
    [InlineData("support:Mona", "Support (Mona)")]
    [InlineData("support:token t9", "Support, a program (API token)")]
    [InlineData("sign-in", "The person, by signing in")]
    [InlineData("system", "The system")]
    [InlineData("", "Not recorded")]
    [InlineData("something:new", "something:new")]
    public void EachActor_IsSaidInWords(string actor, string words) => ActorWords.Say(actor, Names).ShouldBe(words);

    [Theory]
    [InlineData(Client.Okta, "Okta")]
    [InlineData(Client.Entra, "Microsoft Entra ID")]
    [InlineData(Client.Other, "The identity provider")]
    [InlineData(Client.Unspecified, "The identity provider")]
    public void AnIdentityProvider_IsCalledAsItsUserAgentTells(Client client, string name) => ActorWords.NameOf(client).ShouldBe(name);

    [Fact]
    public void OnlyAnIdentityProvidersRequest_IsInTheProvisioningLog()
    {
        ActorWords.IsProvisioning("scim:t1").ShouldBeTrue();
        OtherActors.ShouldAllBe(actor => !ActorWords.IsProvisioning(actor));
    }

    [Fact]
    public void OnlyAnAdministrator_IsLookedUpAsAUser()
    {
        ActorWords.UserIn("administrator:u1").ShouldBe("u1");
        NoAdministrators.ShouldAllBe(actor => ActorWords.UserIn(actor) == null);
    }

    private static KnownNames Known()
    {
        var names = new KnownNames { IdentityProvider = "Okta" };
        names.Users["u1"] = "Ada Admin (ada@example.com)";
        names.Tokens["t1"] = "Production";
        names.Tokens["t2"] = "Nightly job";
        return names;
    }
}
