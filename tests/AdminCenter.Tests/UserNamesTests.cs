using Google.Protobuf;
using OptiId.Identity.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class UserNamesTests
{
    [Theory]
    [InlineData("""{"name":{"givenName":"Ann","familyName":"Archer"}}""", "Ann Archer (ann@example.com)")]
    [InlineData("""{"name":{"familyName":"Archer"}}""", "Archer (ann@example.com)")]
    [InlineData("""{"name":{}}""", "ann@example.com")]
    [InlineData("""{"title":"Editor"}""", "ann@example.com")]
    public void AUser_IsCalledByNameAndUserName(string document, string name) => UserNames.Display(Ann(document)).ShouldBe(name);

    [Fact]
    public void ANameThatTurnsTheDirectionOfReading_TurnsNothingAroundIt() =>
        UserNames.Display(Ann("""{"name":{"givenName":"Bidi \u202Eevil"}}""")).ShouldBe("\u2068Bidi \u202Eevil\u2069 (ann@example.com)");

    private static User Ann(string document) => new() { UserName = "ann@example.com", Document = ByteString.CopyFromUtf8(document) };
}
