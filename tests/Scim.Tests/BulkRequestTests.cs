using System.Text;

namespace OptiId.Scim.Tests;

public sealed class BulkRequestTests
{
    private const string Delete = "{\"method\":\"DELETE\",\"path\":\"/Users/1\"}";

    [Fact]
    public void TheRfcsExample_IsRead()
    {
        var request = BulkSample.RequestWith(
            "\"failOnErrors\":1,",
            BulkSample.User("qwerty"),
            "{\"method\":\"PUT\",\"path\":\"/Users/b7c1\",\"version\":\"W\\/\\\"3694\\\"\",\"data\":{\"userName\":\"Bob\"}}",
            BulkSample.Patch("/Users/5d8d", "{\"op\":\"remove\",\"path\":\"nickName\"}"),
            "{\"method\":\"DELETE\",\"path\":\"/Users/e902\",\"version\":\"W/\\\"0ee8\\\"\"}");

        request.FailOnErrors.ShouldBe(1);
        request.Operations.ShouldAllBe(operation => operation.Refusal == null);
        request.Operations.Select(operation => operation.Method).ShouldBe([BulkMethod.Post, BulkMethod.Put, BulkMethod.Patch, BulkMethod.Delete]);
        request.Operations.Select(operation => operation.Path!.Id).ShouldBe([null, "b7c1", "5d8d", "e902"]);
        request.Operations.Select(operation => operation.Version).ShouldBe([null, "W/\"3694\"", null, "W/\"0ee8\""]);
        request.Operations.Select(operation => operation.BulkId).ShouldBe(["qwerty", null, null, null]);
    }

    [Theory]
    [InlineData("{\"Operations\":[]}")]
    [InlineData("{\"schemas\":[],\"Operations\":[]}")]
    [InlineData("{\"schemas\":\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\",\"Operations\":[]}")]
    [InlineData("{\"schemas\":[[\"urn:ietf:params:scim:api:messages:2.0:BulkRequest\"],5],\"Operations\":[]}")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[]}")]
    public void ABodyWithoutTheBulkRequestUrn_IsRefused(string json) => Sample.Refuses(ScimType.InvalidValue, () => BulkSample.Read(json));

    [Theory]
    [InlineData("")]
    [InlineData(",\"Operations\":null")]
    [InlineData(",\"Operations\":{}")]
    [InlineData(",\"Operations\":\"x\"")]
    [InlineData(",\"Operations\":[5]")]
    [InlineData(",\"Operations\":[null]")]
    [InlineData(",\"Operations\":[[]]")]
    [InlineData(",\"Operations\":[{\"method\":\"DELETE\",\"METHOD\":\"PUT\"}]")]
    [InlineData(",\"Operations\":[{\"data\":{\"a\":1,\"A\":2}}]")]
    [InlineData(",\"Operations\":[{\"data\":{\"a\":\"\\ud800\"}}]")]
    [InlineData(",\"Operations\":[{}")]
    public void ABodyThatIsNoBulkRequest_IsRefused(string rest) => Sample.Refuses(
        ScimType.InvalidSyntax, () => BulkSample.Read($"{{\"schemas\":[\"{ScimSchemas.BulkRequestUrn}\"]{rest}}}"));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"1\"")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("1e999")]
    public void FailOnErrorsThatIsNoPositiveWholeNumber_IsRefused(string value) =>
        Sample.Refuses(ScimType.InvalidValue, () => BulkSample.RequestWith($"\"failOnErrors\":{value},", Delete));

    [Theory]
    [InlineData("", null)]
    [InlineData("\"failOnErrors\":null,", null)]
    [InlineData("\"failOnErrors\":7,", 7)]
    [InlineData("\"FAILonERRORS\":7,", 7)]
    [InlineData("\"fail\\u004fnErrors\":99999999999,", int.MaxValue)]
    public void FailOnErrors_IsRead(string members, int? expected) => BulkSample.RequestWith(members, Delete).FailOnErrors.ShouldBe(expected);

    [Fact]
    public void ABulkIdThatTwoOperationsHave_IsRefused()
    {
        Sample.Refuses(ScimType.InvalidValue, () => BulkSample.Request(BulkSample.User("a"), BulkSample.User("\\u0061")));
        Sample.Refuses(ScimType.InvalidValue, () => BulkSample.Request(BulkSample.User("a"), "{\"method\":\"DELETE\",\"path\":\"/Users/1\",\"bulkId\":\"a\"}"));
        BulkSample.Request(BulkSample.User("a"), BulkSample.User("A")).Operations.Count.ShouldBe(2);
    }

    [Fact]
    public void OneOperationTooMany_IsRefusedAndTheLimitNamed()
    {
        BulkSample.Request(Enumerable.Repeat(Delete, BulkSample.MaximumOperations)).Operations.Count.ShouldBe(BulkSample.MaximumOperations);
        Sample.Refuses(ScimType.TooMany, () => BulkSample.Request(Enumerable.Repeat(Delete, BulkSample.MaximumOperations + 1)))
            .Message.ShouldContain("maxOperations (1000)");
    }

    [Theory]
    [InlineData("{\"path\":\"/Users/1\"}", 400)]
    [InlineData("{\"method\":null,\"path\":\"/Users/1\"}", 400)]
    [InlineData("{\"method\":5,\"path\":\"/Users/1\"}", 400)]
    [InlineData("{\"method\":\"GET\",\"path\":\"/Users/1\"}", 400)]
    [InlineData("{\"method\":\"HEAD\",\"path\":\"/Users/1\"}", 400)]
    [InlineData("{\"method\":\"\",\"path\":\"/Users/1\"}", 400)]
    [InlineData("{\"method\":\"POST\",\"path\":\"/Users\",\"data\":{}}", 400)]
    [InlineData("{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"\",\"data\":{}}", 400)]
    [InlineData("{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":7,\"data\":{}}", 400)]
    [InlineData("{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"a\"}", 400)]
    [InlineData("{\"method\":\"PUT\",\"path\":\"/Users/1\",\"data\":[{}]}", 400)]
    [InlineData("{\"method\":\"PATCH\",\"path\":\"/Users/1\",\"data\":null}", 400)]
    [InlineData("{\"method\":\"PATCH\",\"path\":\"/Users/1\",\"data\":\"{}\"}", 400)]
    [InlineData("{\"method\":\"DELETE\"}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":[\"/Users/1\"]}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Users/1\",\"version\":1}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Users/1/2\"}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Users/%31\"}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Users/1?x=1\"}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Users/a\\nb\"}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"https://example.com/scim/v2/Users/1\"}", 400)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"\"}", 404)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"//example.com/Users/1\"}", 404)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Things/1\"}", 404)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/scim/v2/Users/1\"}", 404)]
    [InlineData("{\"method\":\"POST\",\"path\":\"/Users/1\",\"bulkId\":\"a\",\"data\":{}}", 405)]
    [InlineData("{\"method\":\"PUT\",\"path\":\"/Users\",\"data\":{}}", 405)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Users/\"}", 405)]
    [InlineData("{\"method\":\"DELETE\",\"path\":\"/Users/bulkId:nobody\"}", 409)]
    [InlineData("{\"method\":\"PUT\",\"path\":\"/Users/1\",\"data\":{\"x\":[{\"y\":\"bulkId:nobody\"}]}}", 409)]
    public void WhatIsWrongWithOneOperation_FailsThatOneOnly(string operation, int status)
    {
        var request = BulkSample.Request(Delete, operation, Delete);
        request.Operations[1].Refusal!.Status.ShouldBe(status, request.Operations[1].Refusal!.Detail);
        request.Operations[1].Refusal!.Detail.Length.ShouldBeInRange(10, 400);
        request.Operations[0].Refusal.ShouldBeNull();
        BulkSample.Do(request).Steps().ShouldBe("R0 R1! R2");
    }

    [Theory]
    [InlineData("/Users/1", "User", "1", null)]
    [InlineData("Users/1", "User", "1", null)]
    [InlineData("/uSERS/1/", "User", "1", null)]
    [InlineData("//Groups//1", "Group", "1", null)]
    [InlineData("/groups/A-b_9", "Group", "A-b_9", null)]
    [InlineData("/Users/bulkId:x", "User", null, "x")]
    [InlineData("/Users/bulkId:a/b://c?d/", "User", null, "a/b://c?d/")]
    [InlineData("/Users/bulkid:x", "User", "bulkid:x", null)]
    public void APath_IsTakenApart(string path, string type, string? id, string? bulkId)
    {
        BulkPath.TryParse(path, out var parsed).ShouldBeNull();
        (parsed!.Type.Name, parsed.Id, parsed.BulkId).ShouldBe((type, id, bulkId));
    }

    [Theory]
    [InlineData("post", "Post")]
    [InlineData("Patch", "Patch")]
    [InlineData("DELETE", "Delete")]
    public void AMethod_IsReadInAnyLetterCase(string method, string expected) => BulkMethodKeywords.Parse(method).ToString().ShouldBe(expected);

    [Fact]
    public void MembersInAnyOrderAndLetterCase_AreRead()
    {
        var operation = BulkSample.Read(
            $"{{\"OPERATIONS\":[{{\"DATA\":{{\"x\":[1,{{}}]}},\"Path\":\"users\",\"extra\":{{\"path\":1}},\"BULKID\":\"a\",\"Method\":\"post\"}}],"
            + $"\"extra\":[[]],\"Schemas\":[\"{ScimSchemas.BulkRequestUrn.ToUpperInvariant()}\"]}}").Operations.Single();
        operation.Refusal.ShouldBeNull();
        Encoding.UTF8.GetString(operation.Data.Span).ShouldBe("{\"x\":[1,{}]}");
    }

    [Fact]
    public void References_AreFoundWhereverTheyStand()
    {
        var request = BulkSample.Request(
            BulkSample.User("a"), BulkSample.User("b"), BulkSample.User("c"), BulkSample.User("d\\\"e"), BulkSample.User("f"), BulkSample.User("g"),
            BulkSample.Patch(
                "/Groups/bulkId:h",
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"\\u0062ulkId:f\"},{\"value\":\"bulkId:b\"}]},"
                + "{\"op\":\"remove\",\"PATH\":\"members[value eq \\\"bulkId:a\\\" or value eq \\\"bulkId:b\\\" or value eq \\\"bulkId:d\\\\\\\"e\\\"]\"},"
                + "{\"op\":\"remove\",\"path\":\"members[value eq \\\"bulk\\\\u0049d:c\\\"]\"},{\"op\":\"add\",\"path\":\"title\",\"value\":\"a \\\"bulkId:g\\\"\"}"),
            BulkSample.Group("h"));

        request.Operations[6].Refusal.ShouldBeNull();
        request.Operations[6].References.ShouldBe([0, 1, 2, 3, 4, 7]);
    }

    [Fact]
    public void APathWithAQuotationMarkOnly_RefersToNothing() =>
        BulkSample.Request(BulkSample.Patch(
            "/Groups/1", "{\"op\":\"remove\",\"path\":\"members[value eq \\\"bulkId:x\"},{\"op\":\"remove\",\"path\":\"members[value eq \\\"bulkId:\\\\q\\\"\\\\\"}"))
        .Operations.Single().References.ShouldBeEmpty();

    [Fact]
    public void AReferenceToTheBulkIdOfAnotherMethod_IsNoReferenceToANewResource() => BulkSample.Request(
        "{\"method\":\"PUT\",\"path\":\"/Users/1\",\"bulkId\":\"a\",\"data\":{}}", BulkSample.Group("g", "a")).Operations[1].Refusal!.Status.ShouldBe(409);

    [Fact]
    public void WhatIsKept_GrowsWithTheOperationsNotWithTheirData()
    {
        var small = Allocated(10);
        var large = Allocated(1_000_000);
        large.ShouldBeLessThan(small + 10_000);

        static long Allocated(int texts)
        {
            var data = string.Join(',', Enumerable.Repeat("\"abc\"", texts));
            var body = Encoding.UTF8.GetBytes(
                $"{{\"schemas\":[\"{ScimSchemas.BulkRequestUrn}\"],\"Operations\":[{{\"method\":\"PUT\",\"path\":\"/Users/1\",\"data\":{{\"x\":[{data}]}}}}]}}");
            var before = GC.GetAllocatedBytesForCurrentThread();
            BulkRequest.Read(body, 1).Operations.Single().Refusal.ShouldBeNull();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void RandomBytes_RaiseRefusalsOnly() => Gen.Byte.Array[0, 60].Sample(IsDoneOrRefused);

    [Fact]
    public void RandomOperations_RaiseRefusalsOnly() => Sample.OneOf(
            "{", "}", "[", "]", ",", ":", "\"method\"", "\"POST\"", "\"PATCH\"", "\"path\"", "\"bulkId\"", "\"data\"", "\"Operations\"", "\"/Users\"",
            "\"/Users/bulkId:a\"", "\"bulkId:a\"", "\"a\"", "\"members[value eq \\\"bulkId:a\\\"]\"", "\"members[\\\"bulkId:\\\\u\\\"\"", "null", "1", "\"\\ud800\"",
            "{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"a\",\"data\":{\"x\":\"bulkId:a\"}}",
            "{\"method\":\"PATCH\",\"path\":\"/Users/bulkId:a\",\"data\":{\"Operations\":[{\"path\":\"x[y eq \\\"bulkId:a\\\"]\"},[],1]}}",
            "\"method\":\"PATCH\",\"path\":\"/Users/1\",\"data\":{\"Operations\":[", "\"path\":[", "]}", "{\"path\":")
        .Array[0, 25]
        .Select(tokens => Encoding.UTF8.GetBytes($"{{\"schemas\":[\"{ScimSchemas.BulkRequestUrn}\"],\"Operations\":[{string.Concat(tokens)}]}}"))
        .Sample(IsDoneOrRefused);

    private static void IsDoneOrRefused(byte[] bytes)
    {
        BulkRequest request;
        try
        {
            request = BulkRequest.Read(bytes, 10);
        }
        catch (ScimRefusedException)
        {
            return;
        }

        // What was read has to be usable to the end.
        foreach (var (_, turn) in BulkSample.Do(request))
        {
            turn.Data?.ToJsonString().ShouldNotContain("\"bulkId:a\"");
        }
    }
}
