using System.Text;

namespace OptiId.Scim.Tests;

public sealed class ScimJsonTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{\"schemas\":[")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("1")]
    [InlineData("{\"a\":1} x")]
    [InlineData("{\"a\":1}{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1/*x*/}")]
    [InlineData("{\"userName\":\"a\",\"userName\":\"b\"}")]
    [InlineData("{\"userName\":\"a\",\"username\":\"b\"}")]
    [InlineData("{\"userName\":\"a\",\"\\u0075serName\":\"b\"}")]
    [InlineData("{\"x\":{\"é\":1,\"É\":2}}")]
    [InlineData("{\"x\":[{\"a\":1,\"A\":2}]}")]
    [InlineData("{\"a\":\"\\ud800b\"}")]
    [InlineData("{\"a\":\"\\udc00\"}")]
    [InlineData("{\"a\":\"\\ud800\\ud800\"}")]
    [InlineData("{\"a\":\"\\ud800\\n\\udc00\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":NaN}")]
    public void ABodyThatIsNotOneCleanObject_IsRefused(string json) =>
        Sample.Refuses(ScimType.InvalidSyntax, () => Sample.Body(json));

    [Fact]
    public void InvalidUtf8_IsRefused()
    {
        byte[] body = [.. "{\"userName\":\""u8, 0xFF, .. "b@x\"}"u8];
        Sample.Refuses(ScimType.InvalidSyntax, () => ScimJson.ParseObject(body));
        Sample.Refuses(ScimType.InvalidSyntax, () => ScimJson.ParseObject(Encoding.Unicode.GetBytes("{\"userName\":\"a\"}")));
    }

    [Theory]
    [InlineData("{\"userName\":\"a\\u0000b\"}")]
    [InlineData("{\"x\":{\"a\\u0000b\":1}}")]
    public void ANulCharacter_IsAnInvalidValue(string json) =>
        Sample.Refuses(ScimType.InvalidValue, () => Sample.Body(json));

    [Fact]
    public void ARawNul_IsRefused() => Sample.Refuses(ScimType.InvalidSyntax, () => Sample.Body("{\"a\":\"\0\"}"));

    [Fact]
    public void TenThousandNestedArrays_AreRefused() => Sample.Refuses(
        ScimType.InvalidSyntax,
        () => Sample.Body($"{{\"x\":{new string('[', 10_000)}{new string(']', 10_000)}}}"));

    [Fact]
    public void NestingUpToTheLimit_IsRead()
    {
        var inner = ScimLimits.MaximumJsonDepth - 1;
        Sample.Body($"{{\"x\":{new string('[', inner)}{new string(']', inner)}}}").Count.ShouldBe(1);
        Sample.Refuses(ScimType.InvalidSyntax, () => Sample.Body($"{{\"x\":{new string('[', inner + 1)}{new string(']', inner + 1)}}}"));
    }

    [Fact]
    public void AManyTimesRepeatedKey_IsFoundAmongMany()
    {
        var json = $"{{{string.Join(',', Enumerable.Range(0, 100).Select(index => $"\"k{index}\":{index}"))},\"K99\":1}}";
        Sample.Refuses(ScimType.InvalidSyntax, () => Sample.Body(json)).Message.ShouldContain("K99");
    }

    [Fact]
    public void TheSameKeyInTwoObjects_IsNoDuplicate() =>
        Sample.Body("{\"a\":{\"a\":{\"a\":1},\"b\":2},\"b\":[{\"a\":1},{\"a\":2}]}").Count.ShouldBe(2);

    [Fact]
    public void PairsOfSurrogates_AreRead() =>
        Sample.Body("{\"a\":\"\\ud83d\\ude00\"}")["a"]!.GetValue<string>().ShouldBe("😀");

    [Fact]
    public void Keys_AreFoundInAnyLetterCase() =>
        Sample.Body("{\"operations\":[{\"OP\":\"add\"}]}")["Operations"]![0]!["op"]!.GetValue<string>().ShouldBe("add");

    [Fact]
    public void AnEscapedBackslashBeforeU_IsNoEscape() =>
        Sample.Body("{\"a\":\"\\\\ud800\"}")["a"]!.GetValue<string>().ShouldBe("\\ud800");

    [Fact]
    public void RandomBytes_RaiseRefusalsOnly() => Gen.Byte.Array[0, 60].Sample(IsReadOrRefused);

    [Fact]
    public void RandomJsonLikeText_RaisesRefusalsOnly() =>
        Sample.OneOf("{", "}", "[", "]", ",", ":", "\"a\"", "\"A\"", "\"\\u0061\"", "\"\\ud800\"", "\"\\u0000\"", "1e999", "-0", "true", "null", " ", "\"", "\\")
            .Array[0, 25].Select(tokens => Encoding.UTF8.GetBytes("{" + string.Concat(tokens))).Sample(IsReadOrRefused);

    private static void IsReadOrRefused(byte[] bytes)
    {
        try
        {
            // What was read has to be usable to the end.
            ScimJson.ParseObject(bytes).ToJsonString().ShouldNotBeNull();
        }
        catch (ScimRefusedException)
        {
        }
    }
}
