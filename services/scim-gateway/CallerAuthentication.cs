using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OptiId.Errors.V1;
using OptiId.Identity.V1;
using OptiId.ServiceDefaults;
using OptiId.Tokens.V1;

namespace OptiId.ScimGateway;

/// <summary>
/// Finds out who asks (P4, P5): by the tokens service, believed for 5 s at most, so that a revoked token ends everywhere within that
/// time even where no event arrives. Keeps hashes of secrets only.
/// </summary>
internal sealed class CallerAuthentication(
    TokensService.TokensServiceClient tokens,
    OrganizationsService.OrganizationsServiceClient organizations,
    ServiceCalls calls,
    IOptions<GatewayOptions> options,
    TimeProvider time) : IDisposable
{
    private const int MaximumHeaderLength = 512;
    private const int MaximumCached = 10_000;
    private const string Scheme = "Bearer";

    // Whoever has a token that is over must not be able to fill the log with it.
    private readonly OncePer overTold = new(TimeSpan.FromMinutes(1), time);
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MaximumCached });
    private readonly TimeSpan lifetime = TimeSpan.FromMilliseconds(options.Value.CallerCacheMilliseconds);

    /// <summary>Who sent a request.</summary>
    /// <exception cref="ScimErrorException">401: no token, or one that isn't valid.</exception>
    public async ValueTask<Caller> AuthenticateAsync(HttpRequest request, CancellationToken cancellation)
    {
        var caller = await FindAsync(request, cancellation);
        return IsOver(caller) ? throw ScimErrors.Unauthorized() : caller;
    }

    /// <summary>Who sent a request, to be told in the log.</summary>
    /// <param name="request">The request.</param>
    /// <param name="exchange">Learns the caller. Of a token that is over too, once a minute, so that its administrators see that it is in use.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <inheritdoc cref="AuthenticateAsync(HttpRequest, CancellationToken)" path="/exception"/>
    public async ValueTask<Caller> AuthenticateAsync(HttpRequest request, Exchange exchange, CancellationToken cancellation)
    {
        var caller = await FindAsync(request, cancellation);
        var isOver = IsOver(caller);
        exchange.Caller = !isOver || overTold.TryTake(caller.TokenId) ? caller : null;
        return isOver ? throw ScimErrors.Unauthorized() : caller;
    }

    private bool IsOver(Caller caller) => caller.Expires <= time.GetUtcNow();

    // A token that is over has an owner too.
    private async ValueTask<Caller> FindAsync(HttpRequest request, CancellationToken cancellation)
    {
        var secret = ReadSecret(request) ?? throw ScimErrors.Unauthorized();
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        if (!cache.TryGetValue(key, out Caller? caller))
        {
            var asked = time.GetTimestamp();
            caller = await AskAsync(secret, cancellation);
            if (lifetime - time.GetElapsedTime(asked) is var left && left > TimeSpan.Zero)
            {
                cache.Set(key, caller, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = left });
            }
        }

        return caller ?? throw ScimErrors.Unauthorized();
    }

    /// <summary>
    /// The secret of <c>Authorization: Bearer SECRET</c>, or of <c>Authorization: SECRET</c>: Okta's header-auth apps send exactly what
    /// was typed (facts/okta.md §2). Null where there is none, or more than one.
    /// </summary>
    internal static string? ReadSecret(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ Length: > 0 and <= MaximumHeaderLength } header])
        {
            return null;
        }

        var text = header.AsSpan().Trim();
        var space = text.IndexOf(' ');
        if (space < 0)
        {
            return text.IsEmpty || text.Equals(Scheme, StringComparison.OrdinalIgnoreCase) ? null : text.ToString();
        }

        var secret = text[(space + 1)..].Trim();
        return text[..space].Equals(Scheme, StringComparison.OrdinalIgnoreCase) && !secret.IsEmpty && secret.IndexOf(' ') < 0 ? secret.ToString() : null;
    }

    public void Dispose() => cache.Dispose();

    /// <returns>Null where it never was a token.</returns>
    private async Task<Caller?> AskAsync(string secret, CancellationToken cancellation)
    {
        AuthenticateTokenResponse token;
        try
        {
            token = await calls.CallAsync(() => tokens.AuthenticateTokenAsync(new() { Secret = secret }, cancellationToken: cancellation));
        }
        catch (RpcException e) when (Refusals.ReasonOf(e) == Reason.TokenRefused)
        {
            var organizationId = Refusals.MetadataOf(e, RefusalMetadata.OrganizationId);
            return organizationId.Length == 0 ? null : Caller.OfTokenThatIsOver(Refusals.MetadataOf(e, RefusalMetadata.TokenId), organizationId);
        }

        var response = await calls.CallAsync(() =>
            organizations.GetOrganizationAsync(new() { OrganizationId = token.OrganizationId }, cancellationToken: cancellation));
        return new(
            token.TokenId,
            token.OrganizationId,
            token.Scopes.Contains(Scope.Read),
            token.Scopes.Contains(Scope.Write),
            response.Organization.Mode == ProvisioningMode.Scim,
            response.Organization.SyncedAttributesOnly,
            token.Expires?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue);
    }
}
