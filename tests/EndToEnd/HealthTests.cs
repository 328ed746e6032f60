using System.Net;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>Health of the running system.</summary>
public sealed class HealthTests(RunningLocal running) : HealthContract(running);

/// <summary>Whoever asks whether services live and can serve needs no secret.</summary>
public abstract class HealthContract(RunningSystem running)
{
    public static TheoryData<string> Services => ["tokens", "identity", "groups", "access"];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task GrpcHealth_SaysServing_WithoutTheCallersSecret(string service)
    {
        using var channel = GrpcChannel.ForAddress(AddressOf(service));
        (await new Health.HealthClient(channel).CheckAsync(new())).Status.ShouldBe(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task HealthzAndReadyz_AnswerOnEachService(string service)
    {
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        (await http.GetStringAsync(new Uri(AddressOf(service), "/healthz"))).ShouldBe("Healthy");
        (await http.GetStringAsync(new Uri(AddressOf(service), "/readyz"))).ShouldBe("Healthy");
    }

    [Fact]
    public async Task HealthzAndReadyz_AnswerOnTheGateway()
    {
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(running.ScimBaseUrl, "/healthz"))).ShouldBe("Healthy");
        (await http.GetStringAsync(new Uri(running.ScimBaseUrl, "/readyz"))).ShouldBe("Healthy");
    }

    private Uri AddressOf(string service)
    {
        var run = running.Run.Announcement;
        return service switch
        {
            "tokens" => run.Tokens,
            "identity" => run.Identity,
            "groups" => run.Groups,
            _ => run.Access,
        };
    }
}
