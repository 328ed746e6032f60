using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>People are assigned to the app: lookup, then POST (okta.md 4.1).</summary>
internal sealed class AssigningPeople : IChapter
{
    public string Title => "assign people";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var cast = day.Cast;
        foreach (var person in (Person[])[cast.Ada, cast.Ben, cast.Cleo, cast.Dan, cast.Eve])
        {
            await day.App.Users.AssignAsync(person, cancellation);
        }

        var query = OktaQueries.UserByNameWithPlusSigns(cast.Ada.UserName);
        var older = new OktaRequest(HttpMethod.Get, query, "the lookup as older captures have it, spaces as plus signs");
        day.Expect.FoundOnly(await day.App.Http.SendAsync(older, cancellation), cast.Ada.Id, "okta.md 4.1");
        await day.App.Users.ReadAsync(cast.Ada, active: true, "okta.md 4.2", cancellation);
    }
}
