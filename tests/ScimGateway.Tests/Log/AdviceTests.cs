using System.Reflection;
using Microsoft.Extensions.Options;
using OptiId.Errors.V1;
using OptiId.Gateway.V1;
using OptiId.ServiceDefaults;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Each error has advice in the words of the identity provider's screens (P26).</summary>
public sealed class AdviceTests
{
    private static readonly string[] OktaWords = ["Okta", "Support"];

    public static TheoryData<Reason> Reasons => [.. Enum.GetValues<Reason>()];

    public static TheoryData<string> Factories =>
        [.. typeof(ScimErrors).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(ScimErrorException)).Select(method => method.ToString()!)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void EachReason_HasAdvice(Reason reason)
    {
        var error = ScimErrors.Of(Refusals.ToRpcException(reason, "No."), Options.Create(new GatewayOptions()));
        Check(error);
        error.Reason.ShouldBe(reason);
    }

    [Theory]
    [MemberData(nameof(Factories))]
    public void EachErrorOfTheGateway_HasAdvice(string factory)
    {
        var method = typeof(ScimErrors).GetMethods(BindingFlags.Public | BindingFlags.Static).Single(method => method.ToString() == factory);
        object?[] arguments = [.. method.GetParameters().Select(parameter => Argument(parameter.ParameterType))];
        Check((ScimErrorException)method.Invoke(null, arguments)!);
    }

    [Fact]
    public void Entra_IsAdvisedInItsOwnWords()
    {
        var entry = Exchanges.Of("POST", "/Users", """{"userName":"ann"}""", agent: "Azure AD").Refused(ScimErrors.InvalidValue("No.")).Logged().Request;
        entry.Advice.ShouldContain("Provisioning > Mappings");
        entry.Client.ShouldBe(Client.Entra);
    }

    private static void Check(ScimErrorException error)
    {
        foreach (var isGroup in new[] { false, true })
        {
            var advice = Advice.Find(error.Reason, error.Status, error.Type, isGroup).ShouldNotBeNull($"{error.Status} {error.Type} {error.Reason}");
            OktaWords.ShouldContain(word => advice.Okta.Contains(word));
            advice.Entra.ShouldMatch("Entra|Support|Admin Center");
        }
    }

    private static object? Argument(Type type) => type == typeof(string) ? "detail"
        : type == typeof(int) ? 5
        : type == typeof(Scim.BulkRefusal) ? new Scim.BulkRefusal(400, Scim.ScimType.InvalidValue, "detail")
        : type == typeof(ScimErrorException) ? ScimErrors.NotFound("detail")
        : type == typeof(Exception) ? new InvalidOperationException()
        : Options.Create(new GatewayOptions());
}
