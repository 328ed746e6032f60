using System.Text.Json.Nodes;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>Names that are taken (okta.md 4.1, 5.2; product.md P7, P12, P13).</summary>
internal sealed class Duplicates : IChapter
{
    public string Title => "names that are taken";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var ada = day.Cast.Ada;
        day.Expect.Refused(await PostAsync(day, "/Users", OktaBodies.NewUser(ada), "the same user once more", cancellation), 409, "uniqueness", "okta.md 4.1");
        var shouting = OktaBodies.NewUser(ada);
        shouting["userName"] = ada.UserName.ToUpperInvariant();
        day.Expect.Refused(await PostAsync(day, "/Users", shouting, "the same in capital letters", cancellation), 409, "uniqueness", "product.md P6");

        var engineering = day.Cast.Engineering;
        var taken = await PostAsync(day, "/Groups", OktaBodies.NewGroup(engineering.Name, []), "the same group once more", cancellation);
        day.Expect.Refused(taken, 409, "uniqueness", "okta.md 5.2");
        var named = taken["detail"]?.Contains(engineering.Name, StringComparison.OrdinalIgnoreCase) == true;
        day.Expect.That(named, taken, "product.md P12", "the detail says which group has the name");
        foreach (var reserved in (string[])["Everyone", " admin center ADMINISTRATORS "])
        {
            var answer = await PostAsync(day, "/Groups", OktaBodies.NewGroup(reserved, []), $"a group named \"{reserved}\"", cancellation);
            day.Expect.Refused(answer, 409, null, "product.md P13");
        }

        await day.App.Groups.RenameAsync(engineering, engineering.Name, cancellation);
    }

    private static Task<OktaAnswer> PostAsync(ProvisioningDay day, string path, JsonObject body, string purpose, CancellationToken cancellation) =>
        day.App.Http.SendAsync(new OktaRequest(HttpMethod.Post, path, purpose, body), cancellation);
}
