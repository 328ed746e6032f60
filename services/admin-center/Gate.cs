using Microsoft.Extensions.Caching.Memory;
using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>
/// Whether a caller is still let in, asked before each request and each call from a page: the session lives, and its person is an active
/// member of Admin Center Administrators at this moment. So a session ends at once with the membership, the user, or the sign-out (P23).
/// </summary>
internal sealed class Gate(SessionStore sessions, GroupsService.GroupsServiceClient groups) : IDisposable
{
    private const int MaximumRemembered = 10_000;

    // What pages ask by themselves is asked many times a second where much comes in, and once a second by each tab (SessionWatch): a little
    // less than that, so that a tab that only watches asks each time.
    private static readonly TimeSpan PollRemembered = TimeSpan.FromMilliseconds(900);

    private readonly MemoryCache polled = new(new MemoryCacheOptions { SizeLimit = MaximumRemembered });

    /// <summary>Whose session a cookie is, who is still let in; null: nobody's.</summary>
    /// <param name="secret">The cookie's value.</param>
    /// <param name="isClick">Whether it is their doing and keeps the session from idling.</param>
    public Task<AdminCaller?> FindAsync(string secret, bool isClick) => FindByHashAsync(SecretKey.HashOf(secret), isClick);

    /// <summary>Whether the caller is still who may come in.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="isClick">Whether it is their doing and keeps the session from idling. What isn't may be told as it was a second ago.</param>
    public async Task<bool> AdmitsAsync(AdminCaller caller, bool isClick = true)
    {
        if (caller.Kind is CallerKind.ApiToken or CallerKind.SupportToken)
        {
            return true; // a token was asked for at this very request
        }

        if (!isClick && polled.TryGetValue(caller.Key, out _))
        {
            return true;
        }

        if (await FindByHashAsync(caller.Key, isClick) is null)
        {
            polled.Remove(caller.Key);
            return false;
        }

        if (!isClick)
        {
            polled.Set(caller.Key, true, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = PollRemembered });
        }

        return true;
    }

    /// <summary>The caller must still be let in, and the organization be theirs.</summary>
    /// <exception cref="RefusedException">SIGN_IN_REFUSED, CALLER_REFUSED.</exception>
    public async Task DemandAsync(AdminCaller caller, string organizationId)
    {
        caller.DemandOrganization(organizationId);
        await DemandAsync(caller);
    }

    /// <inheritdoc cref="DemandAsync(AdminCaller, string)"/>
    public async Task DemandAsync(AdminCaller caller)
    {
        if (!await AdmitsAsync(caller))
        {
            throw new RefusedException(Reason.SignInRefused, "Your session has ended. Sign in again to go on.");
        }
    }

    /// <summary>Whether a user is an active member of the organization's Admin Center Administrators.</summary>
    public async Task<bool> IsAdministratorAsync(string organizationId, string userId) =>
        (await groups.CheckAdministratorAsync(new() { OrganizationId = organizationId, UserId = userId })).Administrator;

    public void Dispose() => polled.Dispose();

    private async Task<AdminCaller?> FindByHashAsync(string hash, bool isClick)
    {
        var caller = await sessions.FindAsync(hash, isClick);
        if (caller is null || caller.IsSupport || await IsAdministratorAsync(caller.OrganizationId, caller.Id))
        {
            return caller;
        }

        await sessions.EndAsync(hash); // for good: nothing is kept of who it was (P10)
        return null;
    }
}
