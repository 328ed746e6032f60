using System.Buffers;
using System.Text;

namespace OptiId.Scim.Tests;

public sealed class BulkResponseWriterTests
{
    private const string Delete = "{\"method\":\"DELETE\",\"path\":\"/Users/1\"}";

    [Fact]
    public void AnAnswer_HasWhatTheRfcAsksFor()
    {
        var request = BulkSample.Request(BulkSample.User("qwerty"), Delete, BulkSample.User("a\\\"b"), "{\"method\":\"GET\",\"path\":\"/Users/1\"}");
        Answer(
            writer =>
            {
                writer.Write(new(request.Operations[0], 201) { Location = "https://x/Users/9", Version = "W/\"1\"" });
                writer.Write(new(request.Operations[1], 204) { Location = "https://x/Users/1" });
                writer.Write(new(request.Operations[2], 400) { Response = "{\"status\":\"400\"}"u8.ToArray() });
                writer.Write(new(request.Operations[3], 400) { Location = "https://x/Users/1", Response = "{\"status\":\"400\"}"u8.ToArray() });
            })
            .ShouldBeJson(
                $"{{\"schemas\":[\"{ScimSchemas.BulkResponseUrn}\"],\"Operations\":["
                + "{\"location\":\"https://x/Users/9\",\"method\":\"POST\",\"bulkId\":\"qwerty\",\"version\":\"W/\\\"1\\\"\",\"status\":\"201\"},"
                + "{\"location\":\"https://x/Users/1\",\"method\":\"DELETE\",\"status\":\"204\"},"
                + "{\"method\":\"POST\",\"bulkId\":\"a\\\"b\",\"status\":\"400\",\"response\":{\"status\":\"400\"}},"
                + "{\"location\":\"https://x/Users/1\",\"status\":\"400\",\"response\":{\"status\":\"400\"}}]}");
    }

    [Fact]
    public void AnAnswerToNothing_IsAnEmptyOne() =>
        Answer(_ => { }).ShouldBeJson($"{{\"schemas\":[\"{ScimSchemas.BulkResponseUrn}\"],\"Operations\":[]}}");

    [Fact]
    public void Elements_StandInTheRequestsOrder() => Gen.Shuffle(Enumerable.Range(0, 20).ToArray(), 0, 20).Sample(done =>
    {
        var request = BulkSample.Request(Enumerable.Repeat(Delete, 20));
        var answer = Answer(writer => Array.ForEach(done, index => writer.Write(new(request.Operations[index], 200 + index))));
        answer["Operations"]!.AsArray().Select(element => (string?)element!["status"]).ShouldBe(done.Order().Select(index => $"{200 + index}"));
    });

    [Fact]
    public void AnElement_IsWrittenAsSoonAsItsPlaceIsThere()
    {
        var (request, body) = (BulkSample.Request(Enumerable.Repeat(Delete, 3)), new ArrayBufferWriter<byte>());
        using var writer = new BulkResponseWriter(body);
        writer.Begin();
        var begun = body.WrittenCount;
        begun.ShouldBeGreaterThan(0);
        writer.Write(new(request.Operations[1], 201));
        body.WrittenCount.ShouldBe(begun);
        writer.Write(new(request.Operations[0], 202));
        Encoding.UTF8.GetString(body.WrittenSpan).ShouldEndWith("\"202\"},{\"method\":\"DELETE\",\"status\":\"201\"}");
    }

    [Fact]
    public void ABodyThatIsSentAndForgottenPartByPart_IsWhole()
    {
        var (request, part, sent) = (BulkSample.Request(Enumerable.Repeat(Delete, 3)), new ArrayBufferWriter<byte>(), new MemoryStream());
        using var writer = new BulkResponseWriter(part);
        writer.Begin();
        Send();
        foreach (var operation in request.Operations)
        {
            writer.Write(new(operation, 204));
            Send();
        }

        writer.End();
        Send();
        JsonNode.Parse(sent.ToArray())!["Operations"]!.AsArray().Count.ShouldBe(3);

        void Send()
        {
            sent.Write(part.WrittenSpan);
            part.ResetWrittenCount();
        }
    }

    private static JsonNode Answer(Action<BulkResponseWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new BulkResponseWriter(body);
        writer.Begin();
        write(writer);
        writer.End();
        return JsonNode.Parse(body.WrittenSpan)!;
    }
}
