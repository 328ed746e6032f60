using Google.Protobuf.WellKnownTypes;
using OptiId.AdminCenter.Guide;
using OptiId.Gateway.V1;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class SetupGuideTests
{
    private const string BaseUrl = "https://id.example.com/scim/v2";

    public static TheoryData<GuideKind> Kinds => [.. System.Enum.GetValues<GuideKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachGuide_HasTheBaseUrlFilledIn_ToBeCopied(GuideKind kind) =>
        SetupGuide.StepsOf(kind, BaseUrl).SelectMany(step => step.Values).Where(value => value.Text == BaseUrl).ShouldHaveSingleItem().IsCopied.ShouldBeTrue();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachGuide_ChecksEverythingThatIsSeenFromHere_InTheOrderInWhichItComes(GuideKind kind) =>
        SetupGuide.StepsOf(kind, BaseUrl).Select(step => step.Check).Where(check => check != GuideCheck.None)
            .ShouldBe(System.Enum.GetValues<GuideCheck>().Where(check => check != GuideCheck.None));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EachGuide_WarnsOfReservedNames(GuideKind kind) =>
        SetupGuide.StepsOf(kind, BaseUrl).SelectMany(step => step.Sentences).ShouldContain(sentence => sentence.Contains("\"Admin Center Administrators\""));

    [Theory]
    [InlineData(GuideKind.Okta)]
    [InlineData(GuideKind.OktaWizard)]
    public void OktasGuides_SayThatGroupsToAssignAndToPushAreDifferent(GuideKind kind) =>
        SetupGuide.StepsOf(kind, BaseUrl).SelectMany(step => step.Sentences).ShouldContain(sentence => sentence.Contains("Okta doesn't support the same group for both"));

    [Fact]
    public void OktasWizard_IdentifiesUsersByUserName() =>
        SetupGuide.StepsOf(GuideKind.OktaWizard, BaseUrl).SelectMany(step => step.Values)
            .ShouldContain(value => value.Field == "Unique identifier field for users" && value.Text == "userName");

    [Fact]
    public void AStep_IsDone_WhenItsRequestsHaveArrived()
    {
        var none = new GuideProgress(ProvisioningMode.Jit, HasToken: false, new());
        var some = new GuideProgress(ProvisioningMode.Scim, HasToken: true, new() { CredentialsTested = new Timestamp(), FirstUser = new Timestamp() });

        foreach (var check in System.Enum.GetValues<GuideCheck>().Where(check => check != GuideCheck.None))
        {
            none.IsDone(check).ShouldBe(false, check.ToString());
            some.IsDone(check).ShouldBe(check is not (GuideCheck.FirstGroup or GuideCheck.FirstMembership), check.ToString());
            GuideProgress.WaitingFor(check).ShouldStartWith("Waiting for ");
        }

        some.IsDone(GuideCheck.None).ShouldBeNull();
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/scim/v2", "one machine")]
    [InlineData("http://id.example.com/scim/v2", "https")]
    [InlineData("https://my_host.example.com/scim/v2", "underscore")]
    public void ABaseUrlThatAnIdentityProviderCantUse_IsSaid(string baseUrl, string part) => SetupGuide.ProblemOf(baseUrl)!.ShouldContain(part);

    [Fact]
    public void AGoodBaseUrl_HasNoProblem() => SetupGuide.ProblemOf(BaseUrl).ShouldBeNull();

    [Theory]
    [InlineData(Client.Entra, GuideKind.Entra)]
    [InlineData(Client.Okta, GuideKind.Okta)]
    [InlineData(Client.Unspecified, GuideKind.Okta)]
    public void TheGuide_FitsWhoeverAsked(Client client, GuideKind kind) => SetupGuide.For(client).ShouldBe(kind);
}
