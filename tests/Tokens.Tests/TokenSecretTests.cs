using CsCheck;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class TokenSecretTests
{
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    private static readonly Gen<int> Partitions = Gen.Int[0, Store.Partition.Count - 1];

    [Fact]
    public void P4_EverySecret_HasThePrefixTheLengthAndItsPartition() => Partitions.Sample(partition =>
    {
        var secret = TokenSecret.Generate(partition);
        var text = secret.Reveal();
        text.ShouldStartWith("optiid_scim_");
        text.Length.ShouldBe(12 + 2 + 43 + 6);
        text.ShouldEndWith(secret.Hint);
        secret.Partition.ShouldBe(partition);
        TokenSecret.TryParse(text, out var parsed).ShouldBeTrue();
        (parsed.Partition, parsed.Reveal()).ShouldBe((partition, text));
    });

    [Fact]
    public void P4_AnyOneCharacterChange_IsRefusedByTheChecksum() =>
        Gen.Select(Partitions, Gen.Int[0, TokenSecret.Length - 1], Gen.OneOf(Gen.Char[Characters], Gen.Char)).Sample((partition, at, character) =>
        {
            var text = TokenSecret.Generate(partition).Reveal().ToCharArray();
            if (text[at] == character)
            {
                return;
            }

            text[at] = character;
            TokenSecret.TryParse(new string(text), out _).ShouldBeFalse();
        });

    [Fact]
    public void P4_TwoNeighboursSwapped_AreRefusedByTheChecksum() => Gen.Select(Partitions, Gen.Int[0, TokenSecret.Length - 2]).Sample((partition, at) =>
    {
        var text = TokenSecret.Generate(partition).Reveal().ToCharArray();
        if (text[at] != text[at + 1])
        {
            (text[at], text[at + 1]) = (text[at + 1], text[at]);
            TokenSecret.TryParse(new string(text), out _).ShouldBeFalse();
        }
    });

    [Fact]
    public void Parsing_NeverThrows() => Gen.OneOf(
        Gen.String,
        Gen.String.Select(text => TokenSecret.Prefix + text),
        Gen.String[TokenSecret.Length - TokenSecret.Prefix.Length, TokenSecret.Length - TokenSecret.Prefix.Length].Select(text => TokenSecret.Prefix + text),
        Gen.Const((string)null!)).Sample(text => TokenSecret.TryParse(text, out _).ShouldBeFalse());

    [Fact]
    public void P4_NoTwoSecrets_AreAlike() => Enumerable.Range(0, 1_000).Select(_ => TokenSecret.Generate(7).Reveal()).Distinct().Count().ShouldBe(1_000);

    [Fact]
    public void ASecret_IsNeverPrinted()
    {
        var secret = TokenSecret.Generate(7);
        $"{secret}".ShouldBe($"optiid_scim_…{secret.Hint}");
    }

    // By another program (CRC-32C, polynomial 0x82F63B78): what was issued must be recognised by every later version.
    [Fact]
    public void TheChecksumAndTheHash_StayWhatTheyAre()
    {
        TokenSecret.TryParse("optiid_scim_07AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA18A5nW", out var secret).ShouldBeTrue();
        Convert.ToHexStringLower(secret.Hash()).ShouldBe("4ca6eec967cafbd3986c098b23f100a8851a293a4444e94f304dd2e569a8cf9b");
    }
}
