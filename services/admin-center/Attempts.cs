using Grpc.Core;
using OptiId.AdminCenter.Audit;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>How pages and the API call the services: only for whom the gate still admits, and with each refused change in the audit log (P23, P27).</summary>
internal sealed class Attempts(Gate gate, RefusedAttempts refused)
{
    /// <summary>Asks a service.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="organizationId">Whose; empty: Support's own.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="RefusedException">SIGN_IN_REFUSED, CALLER_REFUSED.</exception>
    /// <exception cref="RpcException">The service's refusal; <see cref="Refusal.Of(Exception)"/> says it to people.</exception>
    public Task<T> AskAsync<T>(AdminCaller caller, string organizationId, Func<AsyncUnaryCall<T>> call) => AskAsync(caller, organizationId, async () =>
    {
        using var running = call();
        return await running;
    });

    /// <summary>Asks what is no service's single call: the Admin Center's own store, or several calls that belong together.</summary>
    /// <inheritdoc cref="AskAsync{T}(AdminCaller, string, Func{AsyncUnaryCall{T}})"/>
    public async Task<T> AskAsync<T>(AdminCaller caller, string organizationId, Func<Task<T>> call)
    {
        await gate.DemandAsync(caller, organizationId);
        return await call();
    }

    /// <summary>Changes something; a refused attempt is in the audit log.</summary>
    /// <param name="caller">Who changes.</param>
    /// <param name="organizationId">Whose; empty: Support's own.</param>
    /// <param name="attempt">What is tried, for the audit log: "Rename the group Editors". No personal data.</param>
    /// <param name="cause">Names the caller.</param>
    /// <param name="call">The call.</param>
    /// <inheritdoc cref="AskAsync{T}(AdminCaller, string, Func{AsyncUnaryCall{T}})" path="/exception"/>
    public async Task<T> ChangeAsync<T>(AdminCaller caller, string organizationId, string attempt, Cause cause, Func<Cause, AsyncUnaryCall<T>> call)
    {
        try
        {
            return await AskAsync(caller, organizationId, () => call(cause));
        }
        catch (RefusedException e) when (e.Reason == Reason.CallerRefused)
        {
            await refused.RecordAsync(caller, caller.OrganizationId, attempt, e.Reason, cause.RequestId); // in their own log: the other organization isn't theirs
            throw;
        }
        catch (RpcException e) when (Refusal.Of(e) is { IsByRule: true } refusal)
        {
            await refused.RecordAsync(caller, organizationId, attempt, refusal.Reason, cause.RequestId);
            throw;
        }
    }
}
