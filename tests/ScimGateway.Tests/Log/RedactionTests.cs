using Google.Protobuf;
using OptiId.Scim;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>Secrets are never in the provisioning log (P6, P26), wherever in a request they come.</summary>
public sealed class RedactionTests
{
    private const string Canary = "CanarySecret77";

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "POST", "/Users", $$"""{"userName":"a@b","password":"{{Canary}}"}""" },
        { "POST", "/Users", $$"""{"userName":"a@b","PassWord":"{{Canary}}"}""" },
        { "POST", "/Users", $$"""{"userName":"a@b","pass\u0077ord":"{{Canary}}"}""" },
        { "POST", "/Users", """{"userName":"a@b","urn:x:User":{"oldPassword":{"value":["CANARY"]}}}""".Replace("CANARY", Canary, StringComparison.Ordinal) },
        { "POST", "/Users", $$"""{"userName":"{{Canary}}","password":"{{Canary}}"}""" },
        { "POST", "/Users", $$"""{"userName":"a@b","password":"{{Canary}} """ }, // broken
        { "PATCH", "/Users/u1", """{"Operations":[{"op":"replace","value":{"password":"CANARY"}}]}""".Replace("CANARY", Canary, StringComparison.Ordinal) },
        { "PATCH", "/Users/u1", $$"""{"Operations":[{"op":"replace","path":"password","value":"{{Canary}}"}]}""" },
        { "PATCH", "/Users/u1", $$"""{"Operations":[{"op":"replace","value":"{{Canary}}","PATH":"urn:ietf:params:scim:schemas:core:2.0:User:passWord"}]}""" },
        { "PATCH", "/Users/u1", $$"""{"Operations":[{"op":"replace","value":"{{Canary}}",""" }, // cut before its path
        { "PATCH", "/Users/u1", $$"""{"Operations":[{"op":"remove","path":"emails[password eq \"{{Canary}}\"]"}]}""" },
        { "POST", "/Users/.search", $$"""{"filter":"password eq \"{{Canary}}\""}""" },
        { "POST", "/Users", $$"""{"userName":"optiid_scim_{{Canary}}"}""" },
        { "GET", $"/Users?filter=password%20eq%20%22{Canary}%22", "" },
        { "GET", $"/Users?filter=pass%77ord%20eq%20%22{Canary}%22", "" },
        { "GET", $"/Users?token=optiid_scim_{Canary}", "" },
        { "GET", $"/Users?token=optiid%5Fscim%5F{Canary}", "" },
        { "GET", $"/Users/optiid_scim_{Canary}", "" },
        { "POST", "/Users", $$"""not JSON: password={{Canary}}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void ASecret_IsNowhere(string method, string target, string body)
    {
        // Some of them are refused with a sentence that quotes what was wrong.
        var exchange = Exchanges.Of(method, target, body, 400, agent: $"Agent optiid_scim_{Canary}");
        exchange.Error = new(400, ScimType.InvalidValue, body.EndsWith('}') && body.Contains("password\":\"" + Canary, StringComparison.Ordinal) ? $"{Canary} isn't accepted." : "No.");
        var entry = exchange.Logged();
        entry.Request.ToString().ShouldNotContain(Canary);
        entry.Detail.ToString().ShouldNotContain(Canary);
        entry.Request.ToByteString().Length.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void WhatIsNoSecret_Stays()
    {
        var entry = Exchanges.Of("POST", "/Users", $$"""{"userName":"ann@example.com","title":"Zoë & Söhne","password":"{{Canary}}"}""", 201).With(Exchanges.Ann).Logged();
        entry.Detail.RequestBody.ShouldBe("""{"userName":"ann@example.com","title":"Zoë & Söhne","password":"***"}""");
        entry.Detail.RequestHeaders["User-Agent"].ShouldBe(Exchanges.Okta);
    }
}
