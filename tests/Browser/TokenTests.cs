using Microsoft.Playwright;
using OptiId.Hosting;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace OptiId.Browser.Tests;

/// <summary>Tokens (P4): shown once, and replaced with no failed request.</summary>
public sealed class TokenTests(Site site)
{
    // Uses are noted by the minute, so that it takes up to one until the page knows that the new token is in use and the old one isn't.
    private const float UntilRetirable = 90_000;

    [Fact]
    public async Task AToken_IsReplaced_WithNoFailedRequest_AndRetiredWhenTheNewOneIsInUse()
    {
        var company = await site.NewCompanyAsync();
        await company.VisitAsync(async visit =>
        {
            await visit.GoAsync(company.Address("provisioning"));
            await visit.ClickAsync("Issue a token");
            await visit.FillAsync("What it is for", "Okta, production");
            await visit.ClickAsync("Issue");
            var old = await SecretAsync(visit);
            await using var provider = new Asking(site.ScimBaseUrl, old);

            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Replace the token Okta, production" }).ClickAsync();
            await visit.ShouldShowAsync("goes on working");
            await visit.ClickAsync("Issue the new token");
            var fresh = await SecretAsync(visit);
            fresh.ShouldNotBe(old);
            await provider.UseAsync(fresh);

            var retire = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Retire the token Okta, production" });
            await Expect(retire).ToBeVisibleAsync(new() { Timeout = UntilRetirable });
            await retire.ClickAsync();
            await visit.ClickAsync("Retire the old token");
            await Expect(retire).ToHaveCountAsync(0);

            await provider.StopAsync();
            provider.Failures.ShouldBeEmpty();
            provider.Succeeded.ShouldBeGreaterThan(10);
            using var late = ScimClient.WithToken(site.ScimBaseUrl, old);
            await Eventually.HoldsAsync(async () => (await late.GetAsync("/Users?count=1")).Status == 401);
            await visit.ShouldNotShowAsync(fresh); // shown once
        });
    }

    private static async Task<string> SecretAsync(Visit visit)
    {
        var secret = await visit.Page.GetByRole(AriaRole.Dialog).Locator("input.secret").InputValueAsync();
        await visit.ClickAsync("I have kept it");
        await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        return secret;
    }

    /// <summary>An identity provider that asks all the while, one request after the other.</summary>
    private sealed class Asking : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Uri baseUrl;
        private readonly Task running;
        private readonly List<ScimClient> clients; // the last one asks

        public Asking(Uri baseUrl, string token)
        {
            (this.baseUrl, clients) = (baseUrl, [ScimClient.WithToken(baseUrl, token)]);
            running = RunAsync();
        }

        public List<string> Failures { get; } = [];

        public int Succeeded { get; private set; }

        /// <summary>Goes over to another token, and has asked with it.</summary>
        public async Task UseAsync(string token)
        {
            clients.Add(ScimClient.WithToken(baseUrl, token));
            var before = Succeeded;
            await Eventually.HoldsAsync(() => Task.FromResult(Succeeded > before + 1 || Failures.Count > 0));
        }

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            await running;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
            clients.ForEach(client => client.Dispose());
        }

        private async Task RunAsync()
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (!stop.IsCancellationRequested && await pause.WaitForNextTickAsync(CancellationToken.None))
            {
                var answer = await clients[^1].GetAsync("/Users?count=1");
                if (answer.Status == 200)
                {
                    Succeeded++;
                }
                else
                {
                    Failures.Add($"{answer.Status} {answer.Text}");
                }
            }
        }
    }
}
