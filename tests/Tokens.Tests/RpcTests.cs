using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.Events;
using OptiId.Events.V1;
using OptiId.ServiceDefaults;
using OptiId.Testing;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

/// <summary>A test against the service in this process, over gRPC on loopback, on a real store; each has a clock and an organization of its own.</summary>
public abstract class RpcTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private WebApplication? app;
    private GrpcChannel? channel;
    private MassTransitEventBus? bus;

    protected RpcTests(TestStore store)
    {
        store.SkipIfMissing();
        Store = store;
    }

    protected TestStore Store { get; }

    protected FakeTimeProvider Clock { get; } = new(new(2026, 11, 23, 12, 0, 20, TimeSpan.Zero));

    protected string OrganizationId { get; } = Guid.NewGuid().ToString("N");

    protected TokensService.TokensServiceClient Client { get; private set; } = null!;

    protected ChangesService.ChangesServiceClient Changes { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        bus = await MassTransitEventBus.StartInMemoryAsync();
        app = Program.Build([], builder =>
        {
            builder.Services.AddSingleton<IEventBus>(bus);
            builder.Services.AddSingleton<TimeProvider>(Clock);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Endpoints:Grpc"] = "http://127.0.0.1:0",
                ["Store:Connection"] = Store.Connection,
                ["Store:Embedded"] = Store.Options.Embedded.ToString(),
                ["Tokens:MaximumLive"] = "3",
                ["Tokens:MaximumEnded"] = "2",
                ["Logging:LogLevel:Default"] = "Warning",
            });
        });
        await app.StartAsync();
        channel = GrpcChannel.ForAddress(app.Urls.Single());
        Client = new(channel);
        Changes = new(channel);
    }

    public async ValueTask DisposeAsync()
    {
        channel?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (bus is not null)
        {
            await bus.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected async Task<IssueTokenResponse> IssueAsync(string label = "Okta", Action<IssueTokenRequest>? and = null)
    {
        var request = new IssueTokenRequest { OrganizationId = OrganizationId, Label = label, Cause = NewCause() };
        and?.Invoke(request);
        return await Client.IssueTokenAsync(request);
    }

    protected async Task<AuthenticateTokenResponse> AuthenticateAsync(string secret) => await Client.AuthenticateTokenAsync(new() { Secret = secret });

    protected async Task<IReadOnlyList<Token>> ListAsync(bool includeRevoked = false) =>
        (await Client.ListTokensAsync(new() { OrganizationId = OrganizationId, IncludeRevoked = includeRevoked })).Tokens;

    protected async Task<ReplaceTokenResponse> ReplaceAsync(string tokenId, Timestamp? expires = null, string? owner = null) =>
        await Client.ReplaceTokenAsync(new() { OrganizationId = owner ?? OrganizationId, TokenId = tokenId, Expires = expires, Cause = NewCause() });

    protected async Task<Token> RevokeAsync(string tokenId, string? owner = null) =>
        (await Client.RevokeTokenAsync(new() { OrganizationId = owner ?? OrganizationId, TokenId = tokenId, Cause = NewCause() })).Token;

    /// <summary>Support's tokens are shared by the tests of a store, and there may be three of them here.</summary>
    protected async Task RevokeSupportsAsync()
    {
        foreach (var token in (await Client.ListTokensAsync(new())).Tokens)
        {
            await RevokeAsync(token.Id, owner: "");
        }
    }

    protected static Cause NewCause() => new() { RequestId = Guid.NewGuid().ToString(), Actor = "support:grace" };

    protected static async Task<RpcException> RefusedAsync(Reason reason, Func<Task> call)
    {
        var exception = await Should.ThrowAsync<RpcException>(call);
        Refusals.ReasonOf(exception).ShouldBe(reason);
        exception.Status.Detail.ShouldNotBeEmpty();
        return exception;
    }

    protected static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
