using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptiId.Scim.Tests;

public sealed class CanonicalTextTests
{
    [Theory]
    [InlineData("Everyone", "everyone")]
    [InlineData("  Everyone  ", "everyone")]
    [InlineData("Ｅｖｅｒｙｏｎｅ", "everyone")]
    [InlineData("\u00A0Everyone\u3000", "everyone")]
    [InlineData("e\u0301", "é")]
    [InlineData("É", "é")]
    [InlineData("\uFB01n", "fin")]
    [InlineData("J\u030C", "\u01F0")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void NamesThatLookTheSame_HaveOneForm(string text, string expected) =>
        CanonicalText.Canonicalize(text).ShouldBe(expected);

    [Theory]
    [InlineData("a\u0007b")]
    [InlineData("a\tb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u0000b")]
    [InlineData("\uFEFFa")]
    [InlineData("\u007F")]
    public void InvisibleCharacters_AreRefused(string text)
    {
        CanonicalText.TryCanonicalize(text, out _).ShouldBeFalse();
        Sample.Refuses(ScimType.InvalidValue, () => CanonicalText.Canonicalize(text));
    }

    [Fact]
    public void LoneSurrogates_AreRefused()
    {
        CanonicalText.TryCanonicalize("a\uD800", out _).ShouldBeFalse();
        CanonicalText.TryCanonicalize("\uDC00a", out _).ShouldBeFalse();
        CanonicalText.TryCanonicalize("\uD83D\uDE00", out _).ShouldBeTrue();
    }

    [Fact]
    public void EveryCodePoint_IsCanonicalizedOnceForAll()
    {
        for (var codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            var text = codePoint is >= 0xD800 and <= 0xDFFF ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint);
            foreach (var input in (string[])[text, text + "\u030C", "A" + text + "B"])
            {
                if (CanonicalText.TryCanonicalize(input, out var once))
                {
                    CanonicalText.Canonicalize(once).ShouldBe(once, $"U+{codePoint:X4}");
                }
            }
        }
    }

    [Fact]
    public void AnyText_IsCanonicalizedOnceForAll() => Gen.String.Sample(text =>
        !CanonicalText.TryCanonicalize(text, out var once) || CanonicalText.Canonicalize(once) == once);

    [Fact]
    public void EveryCharacter_IsNormalizedAsUnicodeSays()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            if (codePoint is < 0xD800 or > 0xDFFF)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(CompatibilityNormalization.Normalize(char.ConvertFromUtf32(codePoint))));
            }
        }

        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(Lines().First().Split(' ')[1]);
    }

    [Fact]
    public void SequencesOfMarks_AreNormalizedAsUnicodeSays()
    {
        foreach (var line in Lines().Skip(1))
        {
            var fields = line.Split(';');
            CompatibilityNormalization.Normalize(Text(fields[0])).ShouldBe(Text(fields[1]), line);
        }
    }

    private static string Text(string codePoints) => string.Concat(
        codePoints.Split(' ').Select(point => char.ConvertFromUtf32(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(typeof(CanonicalTextTests).Assembly.GetManifestResourceStream("nfkc-samples.txt")!);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
