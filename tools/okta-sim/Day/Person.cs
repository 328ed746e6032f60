using System.Security.Cryptography;

namespace OptiId.OktaSim.Day;

/// <summary>Someone in Okta's directory.</summary>
internal sealed class Person(string givenName, string familyName, string userName)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private string? id;

    public string GivenName { get; } = givenName;

    public string FamilyName { get; set; } = familyName;

    public string UserName { get; set; } = userName;

    public string Title { get; set; } = "Editor";

    public string Department { get; set; } = "Publishing";

    public string DisplayName => $"{GivenName} {FamilyName}";

    /// <summary>Okta's own id, which it sends as externalId: "00u" and 17 more characters.</summary>
    public string OktaId { get; } = "00u" + RandomNumberGenerator.GetString(Letters, 17);

    public bool HasId => id is not null;

    /// <summary>The id at the other side.</summary>
    /// <exception cref="StoryBrokenException">None was answered.</exception>
    public string Id
    {
        get => id ?? throw new StoryBrokenException($"{DisplayName} has no id at the other side: an earlier request failed.");
        set => id = value;
    }

    /// <summary>Assigned to the app at the moment.</summary>
    public bool Assigned { get; set; }

    /// <summary>Eight random characters, anew at each create.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString(Letters, 8);

    public override string ToString() => DisplayName;
}
