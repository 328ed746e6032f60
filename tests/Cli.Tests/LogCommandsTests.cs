using Google.Protobuf.WellKnownTypes;
using OptiId.Gateway.V1;
using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class LogCommandsTests
{
    private static readonly LoggedRequest Entry = new()
    {
        Number = 7,
        RequestId = "r7",
        At = Timestamp.FromDateTimeOffset(new(2026, 11, 26, 12, 0, 5, TimeSpan.Zero)),
        Duration = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(12.5)),
        Method = "POST",
        Address = "/Groups",
        Status = 409,
        ScimType = "uniqueness",
        Summary = "Okta tried to create the group Everyone",
        Detail = "Everyone is a reserved name.",
        Advice = "In Okta, open the app and go to Push Groups.",
        Targets = { new Target { Kind = ResourceKind.Group, Name = "Everyone" } },
        UnusedAttributes = { "a", "b" },
    };

    [Fact]
    public void ALine_SaysWhen_WithWhichStatus_What_AndWhy() =>
        LogCommands.Line(Entry).ShouldBe("2026-11-26 12:00:05 UTC  409  Okta tried to create the group Everyone  Everyone is a reserved name.");

    [Fact]
    public void ALine_OfWhatWasDone_SaysTheChanges() =>
        LogCommands.Line(new() { At = Entry.At, Status = 204, Summary = "Okta put Ann into Editors", Changes = { "1 member added", "1 member parked" } })
            .ShouldBe("2026-11-26 12:00:05 UTC  204  Okta put Ann into Editors  1 member added; 1 member parked");

    [Fact]
    public void ALookAtOne_SaysWhatToDo_AndShowsBodyAndHeaders()
    {
        var writer = new StringWriter();
        LogCommands.Show(new(writer, writer, json: false), new()
        {
            Request = Entry,
            RequestBody = "{\"displayName\":\"Everyone\"}",
            RequestHeaders = { ["User-Agent"] = "Okta SCIM Client 1.0.0" },
            Cut = true,
        });
        var text = writer.ToString();
        foreach (var line in new[] { "In Okta, open the app", "12.5 ms", "POST /Groups", "409 uniqueness", "a, b", "Okta SCIM Client", "{\"displayName\":\"Everyone\"}", "only the beginning is kept" })
        {
            text.ShouldContain(line);
        }

        text.ShouldNotContain("parked");
    }
}
