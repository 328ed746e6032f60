using CsCheck;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class TokenSecretTests
{
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    private static readonly Gen<TokenKind> Kinds = Gen.Int[0, TokenKinds.All.Length - 1].Select(kind => TokenKinds.All[kind]);
    private static readonly Gen<TokenSecret> Secrets = Gen.Select(Gen.Int[0, Store.Partition.Count - 1], Kinds).Select((partition, kind) => TokenSecret.Generate(partition, kind));
    private static readonly Gen<int> Partitions = Gen.Int[0, Store.Partition.Count - 1];

    [Fact]
    public void P4_EverySecret_HasThePrefixTheLengthAndItsPartition() => Gen.Select(Partitions, Kinds).Sample((partition, kind) =>
    {
        var secret = TokenSecret.Generate(partition, kind);
        var (text, prefix) = (secret.Reveal(), kind switch { TokenKind.Api => "optiid_api_", TokenKind.Support => "optiid_support_", _ => "optiid_scim_" });
        text.ShouldStartWith(prefix);
        text.Length.ShouldBe(prefix.Length + 2 + 43 + 6);
        text.ShouldEndWith(secret.Hint);
        secret.Partition.ShouldBe(partition);
        TokenSecret.TryParse(text, out var parsed).ShouldBeTrue();
        (parsed.Kind, parsed.Partition, parsed.Reveal()).ShouldBe((kind, partition, text));
    });

    [Fact]
    public void P4_AnotherKindsPrefix_IsRefusedByTheChecksum() => Gen.Select(Secrets, Kinds).Sample((secret, kind) =>
    {
        var body = secret.Reveal()[TokenSecret.PrefixOf(secret.Kind).Length..];
        TokenSecret.TryParse(TokenSecret.PrefixOf(kind) + body, out _).ShouldBe(kind == secret.Kind);
    });

    [Fact]
    public void P4_AnyOneCharacterChange_IsRefusedByTheChecksum() =>
        Gen.Select(Secrets, Gen.Int[0, 1_000], Gen.OneOf(Gen.Char[Characters], Gen.Char)).Sample((secret, place, character) =>
        {
            var text = secret.Reveal().ToCharArray();
            var at = place % text.Length;
            if (text[at] == character)
            {
                return;
            }

            text[at] = character;
            TokenSecret.TryParse(new string(text), out _).ShouldBeFalse();
        });

    [Fact]
    public void P4_TwoNeighboursSwapped_AreRefusedByTheChecksum() => Gen.Select(Secrets, Gen.Int[0, 1_000]).Sample((secret, place) =>
    {
        var text = secret.Reveal().ToCharArray();
        var at = place % (text.Length - 1);
        if (text[at] != text[at + 1])
        {
            (text[at], text[at + 1]) = (text[at + 1], text[at]);
            TokenSecret.TryParse(new string(text), out _).ShouldBeFalse();
        }
    });

    [Fact]
    public void Parsing_NeverThrows() => Gen.OneOf(
        Gen.String,
        Gen.Select(Gen.String, Kinds).Select((text, kind) => TokenSecret.PrefixOf(kind) + text),
        Gen.Select(Gen.String[TokenSecret.BodyLength, TokenSecret.BodyLength], Kinds).Select((text, kind) => TokenSecret.PrefixOf(kind) + text),
        Gen.Const((string)null!)).Sample(text => TokenSecret.TryParse(text, out _).ShouldBeFalse());

    [Fact]
    public void P4_NoTwoSecrets_AreAlike() => Enumerable.Range(0, 1_000).Select(_ => TokenSecret.Generate(7, TokenKind.Scim).Reveal()).Distinct().Count().ShouldBe(1_000);

    [Fact]
    public void ASecret_IsNeverPrinted()
    {
        var secret = TokenSecret.Generate(7, TokenKind.Scim);
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
