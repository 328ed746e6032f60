using System.IO.Compression;
using System.Net;
using System.Text;
using Shouldly;
using Xunit;

namespace OptiId.Recorded.Tests;

public sealed class RecordedSequenceTests
{
    private static readonly Uri BaseUrl = new("http://scim.test/scim/v2");

    public static TheoryData<string> Sequences => [.. RecordedSequence.Names];

    [Fact]
    public void TheSequencesOfTheReadme_AreThere() => RecordedSequence.Names.ShouldBe(
        [
            "authentik", "aws-ssosync", "connid", "entra-default", "entra-flag", "keycloak", "okta-catalog", "okta-wizard", "onelogin",
            "surf-sram", "wso2",
        ]);

    [Theory]
    [MemberData(nameof(Sequences))]
    public void EveryFile_IsOfTheFormat_AndItsNumberIsItsOwn(string name)
    {
        var sequence = RecordedSequence.Read(name);
        var numbers = sequence.Requests.Select(request => request.FileName.Split('/', '-').First(part => part.All(char.IsAsciiDigit))).ToList();
        numbers.ShouldBeUnique();
        numbers.Count.ShouldBeGreaterThanOrEqualTo(6);
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void EveryVariable_IsCapturedBeforeItIsUsed(string name)
    {
        HashSet<string> known = ["token", "run"];
        foreach (var request in RecordedSequence.Read(name).Requests)
        {
            string[] texts = [request.Target, request.Body ?? "", request.Expected.Json?.ToString() ?? "", .. request.Headers.Select(header => header.Value)];
            texts.SelectMany(Variables.NamesIn).Except(known).ShouldBeEmpty(request.FileName);
            known.UnionWith(request.Expected.Captures.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void EveryRequest_CarriesTheTokenAndSaysWhereItIsKnownFrom(string name)
    {
        foreach (var request in RecordedSequence.Read(name).Requests)
        {
            request.Headers.ShouldContain(header => header.Key == "Authorization", request.FileName);
            request.Purpose.ShouldNotBeNullOrWhiteSpace(request.FileName);
        }
    }

    [Fact]
    public async Task TheFirstRequest_GoesOutAsRecorded()
    {
        HttpRequestMessage? sent = null;
        using var client = Answering(request =>
        {
            sent = request;
            return (HttpStatusCode.Unauthorized, "application/scim+json", "{}");
        });
        var failure = await Should.ThrowAsync<RecordedMismatchException>(() => Play("okta-catalog", client));
        sent.ShouldNotBeNull().RequestUri!.AbsoluteUri.ShouldBe("http://scim.test/scim/v2/Users?startIndex=1&count=2");
        sent.Headers.GetValues("Authorization").ShouldBe(["the-token"]);
        sent.Headers.UserAgent.ToString().ShouldBe("Okta SCIM Client 1.0.0");
        failure.Message.ShouldContain("okta-catalog/010");
        failure.Message.ShouldContain("the status is 200, not 401");
    }

    [Theory]
    [InlineData("text/plain", """{"totalResults":0}""", "the content type is application/scim+json, not text/plain")]
    [InlineData("application/scim+json", "OK", "the body isn't JSON")]
    [InlineData("application/scim+json", """{"schemas":[]}""", "schemas has 0 values, not 1")]
    public async Task AWrongAnswer_IsNamed(string mediaType, string body, string difference)
    {
        using var client = Answering(_ => (HttpStatusCode.OK, mediaType, body));
        (await Should.ThrowAsync<RecordedMismatchException>(() => Play("okta-wizard", client))).Message.ShouldContain(difference);
    }

    [Theory]
    [InlineData("gzip", "okta-wizard", "schemas has 0 values, not 1")] // read, and compared
    [InlineData("gzip", "onelogin", "which the client doesn't ask for")]
    [InlineData("br", "okta-wizard", "which the client doesn't ask for")]
    public async Task AnEncodedAnswer_IsReadWhereTheClientAsksForIt(string encoding, string name, string difference)
    {
        var bytes = new MemoryStream();
        await using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("""{"schemas":[]}"""u8.ToArray(), TestContext.Current.CancellationToken);
        }

        using var client = new HttpClient(new Answers(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(bytes.ToArray()) { Headers = { ContentType = new("application/scim+json"), ContentEncoding = { encoding } } },
        }));
        (await Should.ThrowAsync<RecordedMismatchException>(() => Play(name, client))).Message.ShouldContain(difference);
    }

    [Fact]
    public async Task AnIdThatWasCaptured_IsUsedInLaterRequests()
    {
        const string list = """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}
            """;
        const string scim = "application/scim+json";
        List<string> sent = [];
        using var client = Answering(request =>
        {
            sent.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
            if (request.Method == HttpMethod.Get)
            {
                var isFirstUser = request.RequestUri.AbsolutePath.EndsWith("/id-1", StringComparison.Ordinal);
                return isFirstUser ? (HttpStatusCode.NotFound, scim, "{}") : (HttpStatusCode.OK, scim, list);
            }

            using var body = new StreamReader(request.Content!.ReadAsStream());
            var number = sent.Count(line => line.StartsWith("POST", StringComparison.Ordinal));
            var created = body.ReadToEnd().Replace("\"password\":\"1mz050nq\",", $"\"id\":\"id-{number}\",", StringComparison.Ordinal);
            return (HttpStatusCode.Created, scim, created);
        });
        await Should.ThrowAsync<RecordedMismatchException>(() => Play("okta-catalog", client));
        sent[^1].ShouldBe("GET /scim/v2/Users/id-1");
    }

    private static Task Play(string name, HttpClient client) =>
        RecordedSequence.Read(name).PlayAsync(client, BaseUrl, "the-token", TestContext.Current.CancellationToken);

    private static HttpClient Answering(Func<HttpRequestMessage, (HttpStatusCode Status, string MediaType, string Body)> answer) => new(new Answers(request =>
    {
        var (status, mediaType, body) = answer(request);
        return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
    }));

    private sealed class Answers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
