using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OptiId.Admin.V1;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class ExportAuditTests(RunningOnEmbedded running) : AuditContract(running)
{
    [Fact]
    public async Task P27_TheCsv_HoldsEveryEntry_OldestFirst_ItsOwnToo()
    {
        var (tenant, visitor) = await NewAsync(510); // two pages

        var rows = CsvFile.Read((await GetAsync(visitor, $"/o/{tenant.Id}/audit.csv"))[1..]);

        var entries = await EntriesAsync(tenant.Id);
        rows[0][..3].ShouldBe(["number", "at", "who"]);
        rows.Skip(1).Select(row => row[0]).ShouldBe(entries.Select(entry => $"{entry.Number}"));
        rows.Skip(1).Select(row => row[5]).ShouldBe(entries.Select(entry => entry.Summary));
        rows[^1][4].ShouldBe("export");
        rows[^1][2].ShouldStartWith("Grace Hopper ("); // who, in words, at the time of the export
    }

    [Fact]
    public async Task P27_TheJsonLines_CanBeVerifiedElsewhere()
    {
        var (tenant, visitor) = await NewAsync(5);

        var lines = (await GetAsync(visitor, $"/o/{tenant.Id}/audit.jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject()).ToList();

        lines.Count.ShouldBe((int)(await VerifyAsync(tenant.Id)).Entries);
        var previous = "";
        foreach (var line in lines)
        {
            var content = Convert.FromBase64String(line["content"]!.GetValue<string>());
            Convert.ToHexStringLower(SHA256.HashData(content)).ShouldBe(line["hash"]!.GetValue<string>());
            line["previousHash"]!.GetValue<string>().ShouldBe(previous);
            var hashed = AuditEntry.Parser.ParseFrom(content);
            (hashed.Number, hashed.Actor, hashed.Summary, Convert.ToHexStringLower(hashed.PreviousHash.Span))
                .ShouldBe(((ulong)line["number"]!, line["actor"]!.GetValue<string>(), line["summary"]!.GetValue<string>(), previous));
            previous = line["hash"]!.GetValue<string>();
        }
    }

    [Fact]
    public async Task P27_AMissingEntry_ShowsInTheFile()
    {
        var (tenant, visitor) = await NewAsync(3);
        await new AuditChain(Running, tenant.Id).RemoveAsync(2);

        (await GetAsync(visitor, $"/o/{tenant.Id}/audit.csv")).ShouldContain("\r\n2,,,,,This entry is missing.,");
        (await GetAsync(visitor, $"/o/{tenant.Id}/audit.jsonl")).ShouldContain("{\"number\":2,\"missing\":true}\n");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public async Task P23_OnlyTheOrganizationsOwn_AndSupport_GetIt(string format)
    {
        var (tenant, _) = await NewAsync(1);
        var (_, stranger) = await NewAsync(1);
        var center = await CenterAsync();

        (await stranger.GetAsync($"/o/{tenant.Id}/audit.{format}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stranger.GetAsync($"/support/audit.{format}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await center.NewVisitor().GetAsync($"/o/{tenant.Id}/audit.{format}")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await center.NewVisitor().GetAsync($"/support/audit.{format}")).StatusCode.ShouldBe(HttpStatusCode.Found);
        var support = await center.SignInAsync();
        (await GetAsync(support, $"/o/{tenant.Id}/audit.{format}")).ShouldContain("group.created");
        (await GetAsync(support, $"/support/audit.{format}")).ShouldContain("sign-in");
        (await EntriesAsync(tenant.Id, request => request.Action = "export")).Single().Actor.ShouldStartWith("support:");
    }

    private async Task<(Tenant Tenant, HttpClient Visitor)> NewAsync(int entries)
    {
        var tenant = await NewTenantWithEntriesAsync(entries);
        return (tenant, await (await CenterAsync()).SignInAsync(tenant.Id, await tenant.NewAdministratorAsync()));
    }

    private static async Task<string> GetAsync(HttpClient visitor, string address)
    {
        var answer = await visitor.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        return Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()); // with its beginning
    }
}
