namespace OptiId.Scim.Tests;

/// <summary>What RFC 7644 section 3.5.2 says of any operations, on random users.</summary>
public sealed class PatchPropertyTests
{
    // Operations by the attribute that they change: those of two groups don't touch each other.
    private static readonly string[][] Independent =
    [
        ["""{"op":"replace","path":"title","value":"x"}""", """{"op":"remove","path":"title"}""", """{"op":"add","value":{"title":"y"}}"""],
        ["""{"op":"replace","path":"active","value":"False"}""", """{"op":"add","value":{"ACTIVE":true}}"""],
        ["""{"op":"add","path":"name.givenName","value":"G"}""", """{"op":"replace","value":{"name":{"familyName":null}}}""", """{"op":"remove","path":"name"}"""],
        [
            """{"op":"add","path":"emails","value":[{"value":"n@x","type":"other","primary":true}]}""", """{"op":"remove","path":"emails[type eq \"work\"]"}""",
            """{"op":"replace","path":"emails[type eq \"work\"].value","value":"w@x"}""", """{"op":"replace","path":"emails","value":[]}""",
        ],
        [
            $$"""{"op":"replace","path":"{{ScimSchemas.EnterpriseUserUrn}}:department","value":"D"}""", $$"""{"op":"remove","path":"{{ScimSchemas.EnterpriseUserUrn}}:manager"}""",
            $$"""{"op":"add","value":{"{{ScimSchemas.EnterpriseUserUrn}}":{"manager":"7"} } }""",
        ],
    ];

    private static readonly Gen<(string First, string Second)> Pairs = Gen.Select(Gen.Int[0, Independent.Length - 1], Gen.Int[1, Independent.Length - 1], Gen.Int[0, 11], Gen.Int[0, 11])
        .Select((group, step, first, second) =>
        {
            var (one, other) = (Independent[group], Independent[(group + step) % Independent.Length]);
            return (one[first % one.Length], other[second % other.Length]);
        });

    [Fact]
    public void OperationsOnDifferentAttributes_MayComeInAnyOrder() => Gen.Select(PatchGen.Users, Pairs).Sample((user, pair) =>
        JsonNode.DeepEquals(Patched(user, pair.First, pair.Second), Patched(user, pair.Second, pair.First)));

    [Fact]
    public void OneRequestWithTwoOperations_IsTwoRequests() => Gen.Select(PatchGen.Users, Pairs).Sample((user, pair) =>
        JsonNode.DeepEquals(Patched(user, pair.First, pair.Second), Patched(Patched(user, pair.First), pair.Second)));

    [Fact]
    public void RemovingTwice_IsRemovingOnce() => Same("Remove");

    [Fact]
    public void AddingTwice_IsAddingOnce() => Same("add");

    private static void Same(string op) => Gen.Select(PatchGen.Users, PatchGen.Operations.Where(operation => operation.Contains($"\"{op}\"", StringComparison.Ordinal))).Sample(
        (user, operation) =>
        {
            // A filter on what the operation itself changes may choose otherwise the second time.
            var changesItsFilter = operation.Contains("emails[", StringComparison.Ordinal);
            return TryPatch(user, operation) is not { } once || changesItsFilter || JsonNode.DeepEquals(TryPatch(once, operation), once);
        },
        print: pair => $"{pair.Item2} on {pair.Item1.ToJsonString()}");

    private static JsonObject Patched(JsonObject user, params string[] operations) => Sample.Patched(ResourceTypes.User, user, string.Join(',', operations));

    private static JsonObject? TryPatch(JsonObject user, string operation)
    {
        try
        {
            return Patched(user, operation);
        }
        catch (ScimRefusedException)
        {
            return null;
        }
    }
}
