using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using OptiId.Admin.V1;
using OptiId.Common.V1;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Images.Tests;

/// <summary>The images run together, locked up as they are on a cluster.</summary>
[Collection("images")]
public sealed class RunningImageTests(BuiltImages images, RunningImages running) : IClassFixture<RunningImages>
{
    public static TheoryData<string> Services => [.. BuiltImages.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task AService_AnswersHealth_AndRunsAsAUserOfItsOwn(string service)
    {
        images.SkipIfMissing();
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(running.HealthOf(service), "healthz"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var processes = await Docker.RunAsync("top", running.ContainerOf(service), "-eo", "uid,pid");
        processes.Split('\n')[1..].ShouldHaveSingleItem().Trim().ShouldStartWith("1654 ");
    }

    [Fact]
    public async Task APersonPushedByScim_IsStored()
    {
        images.SkipIfMissing();
        var organization = await NewOrganizationAsync();
        var token = (await new TokensService.TokensServiceClient(Invoker("tokens"))
            .IssueTokenAsync(new() { OrganizationId = organization, Label = "Test", Cause = NewCause() })).Secret;

        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var body = new StringContent(
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann@example.com","name":{"givenName":"Ann","familyName":"Example"}}""",
            new MediaTypeHeaderValue("application/scim+json"));
        using var answer = await client.PostAsync(new Uri(running.HttpOf("scim-gateway"), "scim/v2/Users"), body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        using var user = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        var stored = await new UsersService.UsersServiceClient(Invoker("identity"))
            .GetUserAsync(new() { OrganizationId = organization, UserId = user.RootElement.GetProperty("id").GetString() });
        stored.User.UserName.ShouldBe("ann@example.com");
    }

    [Fact]
    public async Task ThePagesOfTheAdminCenter_AreServedToWhoSignsIn()
    {
        images.SkipIfMissing();
        var link = (await new SignInLinksService.SignInLinksServiceClient(Invoker("admin-center"))
            .CreateSignInLinkAsync(new() { Name = "Sue of Support" })).Url;
        using var handler = new HttpClientHandler { CookieContainer = new() };
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync(new Uri(link));
        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        page.ShouldContain("blazor.web.js");
        using var script = await client.GetAsync(new Uri(running.HttpOf("admin-center"), "_framework/blazor.web.js"));
        script.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<string> NewOrganizationAsync() =>
        (await new OrganizationsService.OrganizationsServiceClient(Invoker("identity"))
            .CreateOrganizationAsync(new() { Name = $"Test {Guid.NewGuid():N}", Mode = ProvisioningMode.Scim, Cause = NewCause() })).Organization.Id;

    private CallInvoker Invoker(string service) => GrpcChannel.ForAddress(running.GrpcOf(service)).Intercept(metadata =>
    {
        metadata.Add(RunningImages.CallerHeader.Name, RunningImages.CallerHeader.Value);
        return metadata;
    });

    private static Cause NewCause() => new() { RequestId = Guid.NewGuid().ToString("N"), Actor = "support:test" };
}
