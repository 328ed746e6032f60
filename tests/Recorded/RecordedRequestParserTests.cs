using Shouldly;
using Xunit;

namespace OptiId.Recorded.Tests;

public sealed class RecordedRequestParserTests
{
    private const string Whole = """
        # Okta creates a user
        # (okta.md 4.1)
        POST /Users?x=%20y
        Authorization: Bearer {{token}}
        Content-Type: application/scim+json; charset=utf-8

        {"userName":
         "a@example.com"}
        ---
        201|200
        content-type application/scim+json
        capture user1.id = id
        capture first = Resources[0].id

        { "active": true }
        """;

    [Fact]
    public void AWholeFile_IsRead()
    {
        var request = RecordedRequestParser.Parse("file", Whole);
        request.Purpose.ShouldBe("Okta creates a user (okta.md 4.1)");
        request.Method.ShouldBe(HttpMethod.Post);
        request.Target.ShouldBe("/Users?x=%20y");
        request.Headers.ShouldBe([new("Authorization", "Bearer {{token}}"), new("Content-Type", "application/scim+json; charset=utf-8")]);
        request.Body.ShouldBe("{\"userName\":\n \"a@example.com\"}");
        request.Expected.Statuses.ShouldBe([201, 200]);
        request.Expected.MediaType.ShouldBe("application/scim+json");
        request.Expected.Captures.ShouldBe(new Dictionary<string, string> { ["user1.id"] = "id", ["first"] = "Resources[0].id" });
        request.Expected.Json!["active"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void LineEndingsOfWindows_ChangeNothing() =>
        RecordedRequestParser.Parse("file", Whole.ReplaceLineEndings("\r\n")).Body.ShouldBe(RecordedRequestParser.Parse("file", Whole).Body);

    [Fact]
    public void ARequestWithoutBody_HasNone()
    {
        var request = RecordedRequestParser.Parse("file", "# x\nDELETE /Groups/1\nAccept: a\n---\n204");
        request.Body.ShouldBeNull();
        request.Expected.Json.ShouldBeNull();
        request.Expected.MediaType.ShouldBeNull();
    }

    [Theory]
    [InlineData("GET /Users\n---\n200", "line 1", "what the client is doing")]
    [InlineData("# x\nGET Users\n---\n200", "line 2", "METHOD /target")]
    [InlineData("# x\nGET /Users?filter=a eq b\n---\n200", "line 2", "without spaces")]
    [InlineData("# x\nGET /Users\nAccept\n---\n200", "line 3", "Name: value")]
    [InlineData("# x\nGET /Users\nAccept: a\n", "", "must part")]
    [InlineData("# x\nGET /Users\n---\nOK", "line 4", "number")]
    [InlineData("# x\nGET /Users\n---\n200\nremember id", "line 5", "capture VARIABLE = PATH")]
    [InlineData("# x\nGET /Users\n---\n200\n\n{ not json", "after line", "n")]
    [InlineData("# x\nGET /Users\n---\n200\n\n[]", "line", "JSON object")]
    public void WhatIsNotUnderstood_IsRefusedWithItsLine(string text, string line, string reason)
    {
        var message = Should.Throw<FormatException>(() => RecordedRequestParser.Parse("broken.http", text)).Message;
        message.ShouldContain("broken.http");
        message.ShouldContain(line);
        message.ShouldContain(reason);
    }
}
