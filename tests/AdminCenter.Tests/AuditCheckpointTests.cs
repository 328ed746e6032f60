using OptiId.AdminCenter.Audit;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class AuditCheckpointTests
{
    private const string Hash = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

    [Theory]
    [InlineData("", "")]
    [InlineData(null, null)]
    [InlineData(" ", "\t")]
    public void Nothing_IsNone(string? number, string? hash) => AuditCheckpoint.Parse(number, hash).ShouldBeNull();

    [Fact]
    public void ANumberWithItsHash_IsOne()
    {
        var known = AuditCheckpoint.Parse(" 12 ", $" {Hash} ").ShouldNotBeNull();

        (known.Number, Convert.ToHexString(known.Hash.Span)).ShouldBe((12ul, Hash.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("12", "", AuditCheckpoint.HashField)]
    [InlineData("", Hash, AuditCheckpoint.NumberField)]
    [InlineData("0", Hash, AuditCheckpoint.NumberField)]
    [InlineData("-1", Hash, AuditCheckpoint.NumberField)]
    [InlineData("99999999999999999999", Hash, AuditCheckpoint.NumberField)]
    [InlineData("twelve", "", AuditCheckpoint.NumberField)]
    [InlineData("12", "00", AuditCheckpoint.HashField)]
    [InlineData("12", Hash + "00", AuditCheckpoint.HashField)]
    [InlineData("12", "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", AuditCheckpoint.HashField)]
    public void HalfOfOne_AndWhatCantBe_IsRefused_OfItsField(string number, string hash, string field)
    {
        var refused = Should.Throw<RefusedException>(() => AuditCheckpoint.Parse(number, hash));

        (refused.Reason, refused.Metadata[RefusalMetadata.Field]).ShouldBe((Reason.InvalidValue, field));
    }
}
