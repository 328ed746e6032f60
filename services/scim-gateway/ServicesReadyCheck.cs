using Grpc.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.Tokens.V1;

namespace OptiId.ScimGateway;

/// <summary>Ready means: tokens, identity and groups answer. What they answer doesn't matter.</summary>
internal sealed class ServicesReadyCheck(
    TokensService.TokensServiceClient tokens, UsersService.UsersServiceClient users, GroupsService.GroupsServiceClient groups) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var deadline = DateTime.UtcNow + Patience;
        var away = new List<string>();
        await Task.WhenAll(
            AskAsync("tokens", () => tokens.AuthenticateTokenAsync(new(), deadline: deadline, cancellationToken: cancellationToken)),
            AskAsync("identity", () => users.LookUpUsersAsync(new(), deadline: deadline, cancellationToken: cancellationToken)),
            AskAsync("groups", () => groups.GetGroupAsync(new(), deadline: deadline, cancellationToken: cancellationToken)));
        return away.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"{string.Join(", ", away.Order())} doesn't answer.");

        async Task AskAsync<T>(string name, Func<AsyncUnaryCall<T>> call)
        {
            try
            {
                using var running = call();
                await running;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal)
            {
                lock (away)
                {
                    away.Add(name);
                }
            }
            catch (RpcException)
            {
                // A refusal is an answer.
            }
        }
    }
}
