using OptiId.OktaSim.Http;

namespace OptiId.OktaSim.Day;

/// <summary>"Test API Credentials" and Save (okta.md 3). Without success Okta saves nothing, and the day ends here.</summary>
internal sealed class TestingCredentials : IChapter
{
    public string Title => "test the credentials and save";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        foreach (var button in (string[])["Test API Credentials", "Save (integration)", "Save (to app)"])
        {
            var answer = await day.App.GetAsync(OktaQueries.TestCredentials, button, cancellation);
            if (!day.Expect.IsList(answer, "okta.md 3"))
            {
                return;
            }

            day.Expect.That(answer.Resources.Count() <= 2, answer, "okta.md 3", "no more than the count that was asked for");
        }

        var groups = await day.App.GetAsync(OktaQueries.Page("Groups", 1), "Okta fills its list of groups to link", cancellation);
        day.Expect.IsList(groups, "okta.md 3");
    }
}
