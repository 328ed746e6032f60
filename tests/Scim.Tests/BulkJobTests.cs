namespace OptiId.Scim.Tests;

public sealed class BulkJobTests
{
    private const string Delete = "{\"method\":\"DELETE\",\"path\":\"/Users/1\",\"version\":\"W/\\\"7\\\"\"}";

    [Fact]
    public void AReference_BecomesTheIdOfWhatWasCreated()
    {
        var turns = BulkSample.Do(BulkSample.Request(
            BulkSample.User("a"),
            BulkSample.Group("g", "a"),
            BulkSample.Patch(
                "/Groups/bulkId:g",
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"bulkId:a\"}]},"
                + "{\"op\":\"remove\",\"path\":\"members[value eq \\\"bulkId:a\\\" or value eq \\\"x\\\"]\"}"),
            "{\"method\":\"DELETE\",\"path\":\"/Users/bulkId:a\"}"));

        turns.Steps().ShouldBe("R0 R1 R2 R3");
        turns[1].Turn.Data!["members"].ShouldBeJson("[{\"type\":\"User\",\"value\":\"id-a\"}]");
        turns[2].Turn.Id.ShouldBe("id-g");
        turns[2].Turn.Data!["Operations"].ShouldBeJson(
            "[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"id-a\"}]},"
            + "{\"op\":\"remove\",\"path\":\"members[value eq \\\"id-a\\\" or value eq \\\"x\\\"]\"}]");
        (turns[3].Turn.Id, turns[3].Turn.Data).ShouldBe(("id-a", null));
        PatchRequest.Parse(turns[2].Turn.Data!, ResourceTypes.Group, 10).Count.ShouldBe(2);
    }

    [Fact]
    public void ATextThatOnlyBeginsOrEndsLikeAReference_StaysAsItIs()
    {
        var turn = BulkSample.Do(BulkSample.Request(
            "{\"method\":\"PUT\",\"path\":\"/Users/1\",\"data\":{\"a\":\"see bulkId:x\",\"b\":\"bulkid:x\",\"c\":\"BULKID:x\",\"bulkId:x\":1,\"d\":\"[\\\"bulkId:x\\\"]\"}}"))[0].Turn;
        turn.Data.ShouldBeJson("{\"a\":\"see bulkId:x\",\"b\":\"bulkid:x\",\"c\":\"BULKID:x\",\"bulkId:x\":1,\"d\":\"[\\\"bulkId:x\\\"]\"}");
    }

    [Fact]
    public void ACircleOfManagers_IsCreatedWithoutAndCompletedWith()
    {
        var turns = BulkSample.Do(BulkSample.Request(BulkSample.User("a", "b"), BulkSample.User("b", "a")));
        turns.Steps().ShouldBe("C0 R1 F0");

        var create = turns[0].Turn;
        (create.Method, create.Id, create.EndsOperation).ShouldBe((BulkMethod.Post, null, false));
        ResourceReader.Read(create.Data!, ResourceTypes.User).ShouldBeJson(
            $"{{\"userName\":\"a@x.org\",\"{ScimSchemas.EnterpriseUserUrn}\":{{\"department\":\"D\"}}}}");

        turns[1].Turn.Data![ScimSchemas.EnterpriseUserUrn]!["manager"].ShouldBeJson("{\"value\":\"id-a\"}");

        var complete = turns[2].Turn;
        (complete.Method, complete.Id, complete.Version, complete.EndsOperation).ShouldBe((BulkMethod.Put, "id-a", null, true));
        complete.Type.ShouldBeSameAs(ResourceTypes.User);
        ResourceReader.Read(complete.Data!, ResourceTypes.User).ShouldBeJson(
            $"{{\"userName\":\"a@x.org\",\"{ScimSchemas.EnterpriseUserUrn}\":{{\"department\":\"D\",\"manager\":{{\"value\":\"id-b\"}}}}}}");
    }

    [Theory]
    [InlineData("{\"members\":[{\"value\":\"bulkId:me\",\"type\":\"User\"},{\"value\":\"1\"}]}", "{\"members\":[{\"value\":\"1\"}]}")]
    [InlineData("{\"members\":[{\"value\":\"bulkId:me\"}]}", "{\"members\":[]}")]
    [InlineData("{\"externalId\":\"bulkId:me\"}", "{\"externalId\":null}")]
    [InlineData("{\"unknown\":{\"a\":[[\"bulkId:me\"]]},\"other\":{\"a\":1}}", "{\"unknown\":null,\"other\":{\"a\":1}}")]
    public void WhatIsLeftOut_IsAWholeValue(string data, string expected)
    {
        var json = Sample.Body(data);
        BulkData.LeaveOut(json, ResourceTypes.Group, bulkId => bulkId == "me").ShouldBeNull();
        json.ShouldBeJson(expected);
    }

    [Theory]
    [InlineData("[{\"value\":\"bulkId:me\"}]", "x")]
    [InlineData("[{\"value\":\"bulkId:me\"},{\"value\":\"1\"}]", null)]
    [InlineData("[]", null)]
    public void ARequiredAttribute_CannotLoseAllItsValues(string values, string? expected)
    {
        var type = new ResourceTypeDefinition
        {
            Name = "T",
            Endpoint = "/T",
            Schema = new("urn:t", "T", "", [new() { Name = "x", FullName = "x", Type = AttributeType.Complex, MultiValued = true, Required = true }]),
        };
        var lost = BulkData.LeaveOut(Sample.Body($"{{\"X\":{values}}}"), type, _ => true);
        lost?.Name.ShouldBe(expected);
        (lost is null).ShouldBe(expected is null);
    }

    [Fact]
    public void ARequiredAttributeInACircle_IsAConflict()
    {
        var turns = BulkSample.Do(BulkSample.Request(
            BulkSample.Group("g", "u").Replace("\"displayName\":\"g\"", "\"displayName\":\"bulkId:u\"", StringComparison.Ordinal), BulkSample.User("u", "g")));
        turns.Steps().ShouldBe("C0! R1!");
        turns.ShouldAllBe(turn => turn.Turn.Refusal!.Status == 409);
        turns[0].Turn.Refusal!.Detail.ShouldContain("displayName");
    }

    [Fact]
    public void WhatRefersToAFailedOperation_FailsWithAConflictAndSoOn()
    {
        var turns = BulkSample.Do(
            BulkSample.Request(
                BulkSample.User("a"), BulkSample.User("b", "a"), BulkSample.Group("g", "b"), Delete, BulkSample.Group("h", "c"), BulkSample.User("c")),
            "a");
        turns.Steps().ShouldBe("R0! R1! R2! R3 R5 R4");
        turns[1].Turn.Refusal!.ShouldSatisfyAllConditions(
            refusal => refusal.Status.ShouldBe(409),
            refusal => refusal.Detail.ShouldContain("bulkId:a"));
        turns[2].Turn.Refusal!.Detail.ShouldContain("bulkId:b");
    }

    [Fact]
    public void AFailedMemberOfACircle_LeavesTheOthersIncompleteAndSaysSo()
    {
        var turns = BulkSample.Do(BulkSample.Request(BulkSample.User("a", "b"), BulkSample.User("b", "a"), BulkSample.Group("g", "a")), "b");
        turns.Steps().ShouldBe("C0 R1! F0! R2"); // a is there, so the group can have it
        turns[2].Turn.ShouldSatisfyAllConditions(
            turn => turn.Refusal!.Status.ShouldBe(409),
            turn => turn.Refusal!.Detail.ShouldContain("was created"),
            turn => turn.Id.ShouldBe("id-a"));
    }

    [Fact]
    public void AMemberOfACircleThatIsNotCreated_IsNotCompleted() => BulkSample.Do(
        BulkSample.Request(BulkSample.User("a", "b"), BulkSample.User("b", "a")), "a").Steps().ShouldBe("C0! R1!");

    [Fact]
    public void WithoutFailOnErrors_EverythingIsTried() => BulkSample.Do(
        BulkSample.Request(BulkSample.User("a"), BulkSample.User("b"), "{}", Delete), "a", "b").Steps().ShouldBe("R0! R1! R2! R3");

    [Theory]
    [InlineData(1, "R0 R1!")]
    [InlineData(2, "R0 R1! R2!")]
    [InlineData(3, "R0 R1! R2! R3 R4!")]
    [InlineData(4, "R0 R1! R2! R3 R4! R5")]
    public void AfterThatManyErrors_NothingMoreIsBegun(int failOnErrors, string expected) => BulkSample.Do(
        BulkSample.RequestWith($"\"failOnErrors\":{failOnErrors},", Delete, BulkSample.User("a"), "{}", Delete, BulkSample.Group("g", "a"), Delete), "a")
        .Steps().ShouldBe(expected);

    [Fact]
    public void WhatWasBegunWhenTheErrorsEndTheRequest_IsCompletedOrSaidToBeIncomplete()
    {
        var request = BulkSample.RequestWith(
            "\"failOnErrors\":1,",
            BulkSample.User("a", "a"), BulkSample.User("b", "c"), BulkSample.User("c", "d"), BulkSample.User("d", "b"), Delete);
        BulkSample.Do(request).Steps().ShouldBe("C0 F0 C1 C2 R3 F1 F2 R4");
        BulkSample.Do(request, "c").Steps().ShouldBe("C0 F0 C1 C2! F1!");
        BulkSample.Do(request, "d").Steps().ShouldBe("C0 F0 C1 C2 R3! F1 F2!");

        // What a refers to was never begun.
        request = BulkSample.RequestWith("\"failOnErrors\":1,", BulkSample.User("a", "c"), BulkSample.User("b", "a"), BulkSample.User("c", "b"));
        BulkSample.Do(request, "b").Steps().ShouldBe("C0 R1! F0!");
    }

    [Fact]
    public void AVersion_IsForTheOperationItself()
    {
        var circle = BulkSample.User("a", "a").Replace("{\"method\"", "{\"version\":\"W/\\\"7\\\"\",\"method\"", StringComparison.Ordinal);
        var turns = BulkSample.Do(BulkSample.Request(circle, Delete));
        turns.Select(turn => turn.Turn.Version).ShouldBe([null, null, "W/\"7\""]);
    }

    [Fact]
    public void SucceedingWithoutAnId_IsAMistakeOfTheCaller()
    {
        var job = new BulkJob(BulkSample.Request(BulkSample.User("a")));
        Should.Throw<ArgumentException>(() => job.Succeed(job.Next()!));
    }
}
