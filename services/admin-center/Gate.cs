using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>
/// Whether a caller is still let in, asked before each request and each call from a page: the session lives, and its person is an active
/// member of Admin Center Administrators at this moment. So a session ends at once with the membership, the user, or the sign-out (P23).
/// </summary>
internal sealed class Gate(SessionStore sessions, GroupsService.GroupsServiceClient groups)
{
    /// <summary>Whether the caller is still who may come in.</summary>
    /// <param name="caller">Who.</param>
    /// <param name="isClick">Whether it is their doing and keeps the session from idling.</param>
    public async Task<bool> AdmitsAsync(AdminCaller caller, bool isClick = true) => caller.Kind switch
    {
        CallerKind.Administrator => await sessions.FindByHashAsync(caller.Key, isClick) is not null && await IsAdministratorAsync(caller.OrganizationId, caller.Id),
        CallerKind.Support => await sessions.FindByHashAsync(caller.Key, isClick) is not null,
        _ => true, // a token was asked for at this very request
    };

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
}
