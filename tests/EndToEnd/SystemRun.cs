using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using OptiId.Common.V1;
using OptiId.Hosting;
using OptiId.Identity.V1;
using OptiId.LocalRunFile;
using OptiId.Tokens.V1;

namespace OptiId.EndToEnd.Tests;

/// <summary>Where a whole system keeps its data and its addresses from one start to the next.</summary>
internal interface ISystemHome : IAsyncDisposable
{
    /// <summary>The user's folder, where the tools find the run.</summary>
    string Path { get; }

    /// <summary>Starts the system and waits until it is ready.</summary>
    Task<SystemRun> StartAsync();
}

/// <summary>A whole system that runs as processes of its own.</summary>
internal abstract class SystemRun : IAsyncDisposable
{
    private readonly List<GrpcChannel> channels = [];

    /// <summary>Where it is, and the secret that its services demand of whoever calls them past everything.</summary>
    public abstract LocalRun Announcement { get; }

    /// <summary>Everything that it has written.</summary>
    public abstract string Output { get; }

    /// <summary>kill -9 of all of it.</summary>
    public abstract Task KillAsync();

    /// <summary>Calls a service as an operator does.</summary>
    public T Client<T>(Func<LocalRun, Uri> service, Func<CallInvoker, T> create)
    {
        var announcement = Announcement;
        var channel = GrpcChannel.ForAddress(service(announcement));
        channels.Add(channel);
        return create(channel.Intercept(headers =>
        {
            headers.Add("optiid-caller-secret", announcement.CallerSecret);
            return headers;
        }));
    }

    /// <summary>A client of its gateway.</summary>
    public ScimClient Scim(string token) => ScimClient.WithToken(Announcement.ScimBaseUrl, token);

    /// <summary>A new organization in SCIM mode with a token.</summary>
    public async Task<(string Name, string Id, string Token)> NewOrganizationAsync()
    {
        var organizations = Client(run => run.Identity, invoker => new OrganizationsService.OrganizationsServiceClient(invoker));
        var tokens = Client(run => run.Tokens, invoker => new TokensService.TokensServiceClient(invoker));
        var cause = new Cause { RequestId = Guid.NewGuid().ToString("N"), Actor = "support:test" };
        var organization = (await organizations.CreateOrganizationAsync(
            new() { Name = $"Test {Guid.NewGuid():N}", Mode = ProvisioningMode.Scim, Cause = cause })).Organization;
        var token = await tokens.IssueTokenAsync(new() { OrganizationId = organization.Id, Label = "Test", Cause = RunningServices.NewCause() });
        return (organization.Name, organization.Id, token.Secret);
    }

    public virtual ValueTask DisposeAsync()
    {
        channels.ForEach(channel => channel.Dispose());
        return ValueTask.CompletedTask;
    }
}
