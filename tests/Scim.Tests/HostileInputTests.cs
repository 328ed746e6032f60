using System.Text;

namespace OptiId.Scim.Tests;

/// <summary>Hostile input costs time and memory in proportion to its length, and not much memory for each byte of it.</summary>
[Collection("Costly")]
public sealed class HostileInputTests
{
    private const int Small = 20_000;
    private const int Large = 400_000;
    private const double LargestGrowthOfBytes = 2.3; // twice the input; arrays that grow double their length
    private const double LargestBytesPerByte = 150;

    private static readonly Dictionary<string, Func<int, byte[]>> Inputs = new()
    {
        ["unknown keys"] = length => Body(Many(length, index => $"\"k{index}\":{index}")),
        ["keys that differ in their last letter"] = length => Body(Many(length, index => $"\"{new string('k', 40)}{index}\":null")),
        ["nested arrays"] = length => Body($"\"x\":{new string('[', length)}"),
        ["arrays beside each other"] = length => Body($"\"x\":[{Many(length, _ => "[[[]]]")}]"),
        ["escapes"] = length => Body($"\"x\":\"{Many(length, _ => "\\u0041", string.Empty)}\""),
        ["surrogate pairs"] = length => Body($"\"x\":\"{Many(length, _ => "\\ud83d\\ude00", string.Empty)}\""),
        ["marks on one letter"] = length => Body($"\"displayName\":\"a{Many(length, _ => "\u0301\u0316", string.Empty)}\""),
        ["empty elements"] = length => Body($"\"emails\":[{Many(length, _ => "{}")}]"),
        ["a number without end"] = length => Body($"\"x\":{new string('9', length)}"),
        ["unknown schemas"] = length => Body($"\"y\":[{Many(length, index => $"\"urn:x:{index}\"")}]"),
        ["operations on nothing"] = length => Operations(Many(length, _ => "{\"op\":\"remove\",\"path\":\"title\"}")),
        ["keys without a path"] = length => Operations($"{{\"op\":\"add\",\"value\":{{{Many(length, index => $"\"k{index}[x]\":1")}}}}}"),
        ["one long path"] = length => Operations($"{{\"op\":\"remove\",\"path\":\"emails[{new string('(', length)}\"}}"),
        ["values to remove"] = length => Operations($"{{\"op\":\"remove\",\"path\":\"emails\",\"value\":[{Many(length, index => $"{{\"value\":\"{index}\"}}")}]}}"),
    };

    public static TheoryData<string> Kinds => [.. Inputs.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void HostileInput_CostsMemoryInProportionToItsLength(string kind)
    {
        var (small, large) = (Inputs[kind](Small), Inputs[kind](2 * Small));
        Allocated(large);
        var (smallBytes, largeBytes) = (Allocated(small), Allocated(large));
        (largeBytes / Math.Max(smallBytes, 50_000)).ShouldBeLessThan(LargestGrowthOfBytes);
        (largeBytes / large.Length).ShouldBeLessThan(LargestBytesPerByte);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void HostileInput_CostsTimeInProportionToItsLength(string kind)
    {
        var input = Inputs[kind](Large);
        Soon.Ends(() => Take(input));
    }

    [Fact]
    public void OperationsThatCompareWithoutEnd_AreRefused()
    {
        var filter = string.Join(" or ", Enumerable.Range(0, ScimLimits.MaximumFilterComparisons).Select(index => $"value eq \\\"{index}\\\""));
        var operation = $"{{\"op\":\"remove\",\"path\":\"emails[{filter}]\"}}";
        var user = Sample.User($"\"emails\":[{string.Join(',', Enumerable.Range(0, ScimLimits.MaximumValues).Select(index => $"{{\"value\":\"x{index}\"}}"))}]");
        const int OfOne = ScimLimits.MaximumFilterComparisons * ScimLimits.MaximumValues;
        const int Enough = ScimLimits.MaximumPatchComparisons / OfOne;
        Sample.Patched(ResourceTypes.User, user, string.Join(',', Enumerable.Repeat(operation, Enough)))["emails"]!.AsArray().Count.ShouldBe(ScimLimits.MaximumValues);
        Sample.Refuses(ScimType.TooMany, () => Sample.Patched(ResourceTypes.User, user, string.Join(',', Enumerable.Repeat(operation, Enough + 1))));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("not (")]
    [InlineData("title pr and ")]
    [InlineData("emails[type eq \"")]
    [InlineData("a.")]
    [InlineData("urn:")]
    [InlineData("\\u0041")]
    public void AFilterWithoutEnd_IsRefusedForNothing(string part)
    {
        var filter = Many(Small, _ => part, string.Empty);
        Refuse(filter);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(filter);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000);

        // The longest that is read at all.
        before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(filter[..ScimLimits.MaximumFilterLength]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);

        static void Refuse(string text) => Should.Throw<ScimRefusedException>(() => FilterParser.Parse(text, ResourceTypes.User));
    }

    private static double Allocated(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Take(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Take(byte[] input)
    {
        try
        {
            var body = ScimJson.ParseObject(input);
            if (body.ContainsKey("Operations"))
            {
                Patch.Apply(ResourceTypes.User, Sample.User("\"emails\":[{\"value\":\"a@b\",\"type\":\"work\"}]"), PatchRequest.Parse(body, ResourceTypes.User, int.MaxValue));
            }
            else
            {
                ResourceReader.Read(body, ResourceTypes.User);
            }
        }
        catch (ScimRefusedException)
        {
        }
    }

    private static string Many(int count, Func<int, string> one, string between = ",") => string.Join(between, Enumerable.Range(0, count).Select(one));

    private static byte[] Body(string members) => Encoding.UTF8.GetBytes($"{{\"schemas\":[\"{ScimSchemas.UserUrn}\"],\"userName\":\"a@example.com\",{members}}}");

    private static byte[] Operations(string operations) => Encoding.UTF8.GetBytes($"{{\"schemas\":[\"{ScimSchemas.PatchOpUrn}\"],\"Operations\":[{operations}]}}");
}
