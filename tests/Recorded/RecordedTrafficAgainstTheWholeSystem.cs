using Xunit;

namespace OptiId.Recorded.Tests;

/// <summary>
/// Every recorded sequence must be answered as its client needs. Abstract: who derives from it says
/// where an organization's SCIM side is (<see cref="RecordedTrafficTests"/>: in this process).
/// </summary>
public abstract class RecordedTrafficAgainstTheWholeSystem
{
    /// <summary>The sequences, each a test.</summary>
    public static TheoryData<string> Sequences => [.. RecordedSequence.Names];

    /// <summary>Starts the system, or takes a running one, with a new organization in mode SCIM.</summary>
    /// <returns>A client that can reach it, the SCIM base URL, and a token of the organization with both scopes.</returns>
    protected abstract Task<(HttpClient Client, Uri BaseUrl, string Token)> StartWithNewOrganizationAsync();

    [Theory]
    [MemberData(nameof(Sequences))]
    public async Task ARecordedSequence_IsAnsweredAsItsClientNeeds(string name)
    {
        var (client, baseUrl, token) = await StartWithNewOrganizationAsync();
        await RecordedSequence.Read(name).PlayAsync(client, baseUrl, token, TestContext.Current.CancellationToken);
    }
}
