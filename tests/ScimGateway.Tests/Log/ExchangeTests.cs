using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>What waits for the log's writer is bounded.</summary>
public sealed class ExchangeTests
{
    [Fact]
    public void OfALongAnswer_TheBeginningIsKept_NotTheWholeBehindIt()
    {
        var exchange = Exchanges.Of("GET", "/Users/u1");
        exchange.KeepAnswer(new byte[1_000_000]);
        MemoryMarshal.TryGetArray(exchange.Answer, out var kept).ShouldBeTrue();
        kept.Array!.Length.ShouldBe(Exchange.MaximumKept);
        exchange.IsCut.ShouldBeTrue();
    }

    [Fact]
    public void OfAUser_WhatWordsNeedIsKept()
    {
        var exchange = Exchanges.Of("GET", "/Users/u1").With(new User { Id = "u1", UserName = "ann@example.com", State = UserState.Deactivated, Document = ByteString.CopyFromUtf8("{}") });
        exchange.User.ShouldBe(new User { Id = "u1", UserName = "ann@example.com", State = UserState.Deactivated });
    }

    [Fact]
    public void HeadersAndAddress_AreCut_AndWeigh()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.UserAgent = new string('a', 5_000);
        http.Request.Headers.IfMatch = new string('m', 5_000);
        var exchange = Exchange.Of(http, default, "r1", Exchanges.Now);
        exchange.UserAgent.Length.ShouldBe(257);
        exchange.Headers.ShouldAllBe(header => header.Value.Length <= 257);
        exchange.Weight.ShouldBe(2 * 2 * 257);
    }

    [Fact]
    public void AnIdThatIsLongerThanOurs_IsNone()
    {
        var id = new string('x', 65);
        Exchanges.Of("GET", $"/Users/{id}", status: 404).Logged().Request.Targets.ShouldBeEmpty();
        Exchanges.Of("GET", $"/Groups/{id}", status: 404).Logged().Request.Targets.ShouldBeEmpty();
        var change = $$"""{"Operations":[{"op":"add","path":"members","value":[{"value":"{{id}}"},{"value":"u1"}]}]}""";
        Exchanges.Of("PATCH", "/Groups/g1", change, 204).With(Exchanges.Editors).Logged().Request.Targets.Select(target => target.Id).ShouldBe(["g1", "", "u1"]);
    }

    [Fact]
    public void ACharacterOfTwoPlaces_IsNotCutInHalf() => TextCut.Short("abc😀", 4).ShouldBe("abc…");
}
