using System.Net;
using Grpc.Core;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Api;

/// <summary>
/// Whose an API token is: by the tokens service, believed for 5 s at most, so that a revoked one ends everywhere within that time (P4).
/// Keeps hashes of secrets only.
/// </summary>
internal sealed class ApiTokens(TokensService.TokensServiceClient tokens, WrongTokens wrong, IOptions<AdminCenterOptions> options, TimeProvider time) : IDisposable
{
    private const int MaximumCached = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MaximumCached });
    private readonly MemoryCache good = new(new MemoryCacheOptions { SizeLimit = MaximumCached });
    private readonly TimeSpan lifetime = TimeSpan.FromMilliseconds(options.Value.ApiTokenCacheMilliseconds);

    /// <summary>Whose it is; null: nobody's. A token that may write may read. Only what is somebody's is kept.</summary>
    /// <param name="secret">What was shown.</param>
    /// <param name="from">Where the request comes from: too many wrong ones from there, and only those are asked for that were right within the hour.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="RefusedException">BUSY: too many wrong ones came from there.</exception>
    public async Task<AdminCaller?> FindAsync(string secret, IPAddress? from, CancellationToken cancellation)
    {
        var key = BearerToken.HashOf(secret);
        if (!cache.TryGetValue(key, out Known? known))
        {
            if (!good.TryGetValue(key, out _))
            {
                wrong.Demand(from);
            }

            var asked = time.GetTimestamp();
            known = await AskAsync(secret, cancellation);
            if (known is null)
            {
                wrong.Count(from);
                return null;
            }

            good.Set(key, true, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Remembered });
            if (lifetime - time.GetElapsedTime(asked) is var left && left > TimeSpan.Zero)
            {
                cache.Set(key, known, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = left });
            }
        }

        return known!.Expires > time.GetUtcNow() ? known.Caller : null;
    }

    public void Dispose()
    {
        cache.Dispose();
        good.Dispose();
    }

    private async Task<Known?> AskAsync(string secret, CancellationToken cancellation)
    {
        try
        {
            var request = new AuthenticateTokenRequest { Secret = secret, Kinds = { TokenKind.Api, TokenKind.Support } };
            var token = await tokens.AuthenticateTokenAsync(request, cancellationToken: cancellation);
            CallerKind? kind = (token.Kind, token.OrganizationId.Length) switch
            {
                (TokenKind.Api, > 0) => CallerKind.ApiToken,
                (TokenKind.Support, 0) => CallerKind.SupportToken,
                _ => null,
            };
            return kind is null ? null : new(
                new(kind.Value, token.TokenId, token.OrganizationId, token.Label, MayWrite: token.Scopes.Contains(Scope.Write)),
                token.Expires?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue);
        }
        catch (RpcException e) when (Refusals.ReasonOf(e) == Reason.TokenRefused)
        {
            return null;
        }
    }

    private sealed record Known(AdminCaller Caller, DateTimeOffset Expires);
}
