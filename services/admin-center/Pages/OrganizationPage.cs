using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;
using OptiId.Store;

namespace OptiId.AdminCenter.Pages;

/// <summary>
/// What each page of an organization begins with: whose it is, and calls that first ask whether the caller is still let in. What is
/// refused is kept as <see cref="Problem"/>, for the page to show beside what it belongs to; nothing that was typed is lost by it.
/// </summary>
public abstract class OrganizationPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closed = new();

    /// <summary>A page that nobody has left yet.</summary>
    protected OrganizationPage() => Closed = closed.Token;

    /// <summary>The organization in the address.</summary>
    [Parameter]
    public string Organization { get; set; } = "";

    [Inject]
    private protected Backends Backends { get; set; } = null!;

    [Inject]
    private protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Attempts Attempts { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Who looks at the page.</summary>
    private protected AdminCaller Caller { get; private set; } = null!;

    /// <summary>What the last call was refused for; null: nothing.</summary>
    private protected Refusal? Problem { get; set; }

    /// <summary>Ends with the page.</summary>
    private protected CancellationToken Closed { get; } // also of use to what still runs when the source is disposed

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Caller = AdminCaller.Of((await Authentication).User) ?? throw new InvalidOperationException("Pages are for whoever is signed in.");
        Caller.DemandOrganization(Organization);
    }

    /// <summary>Asks a service.</summary>
    /// <returns>Null where it refused: <see cref="Problem"/> says why.</returns>
    private protected Task<T?> AskAsync<T>(Func<AsyncUnaryCall<T>> call)
        where T : class => TryAsync(() => Attempts.AskAsync(Caller, Organization, call));

    /// <summary>Asks what is no service's single call: the Admin Center's own store, or several calls that belong together.</summary>
    /// <returns>Null where it was refused: <see cref="Problem"/> says why.</returns>
    private protected Task<T?> AskAsync<T>(Func<Task<T>> ask)
        where T : class => TryAsync(() => Attempts.AskAsync(Caller, Organization, ask));

    /// <summary>Changes something, with a cause that names the caller; a refused attempt is in the audit log.</summary>
    /// <param name="attempt">What is tried, for the audit log: "Rename the group Editors". No personal data.</param>
    /// <param name="call">The call.</param>
    /// <returns>Null where it was refused: <see cref="Problem"/> says why.</returns>
    private protected Task<T?> ChangeAsync<T>(string attempt, Func<Cause, AsyncUnaryCall<T>> call)
        where T : class => TryAsync(() => Attempts.ChangeAsync(Caller, Organization, attempt, Caller.NewCause(), call));

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The page was closed.</summary>
    protected virtual void Dispose(bool disposing)
    {
        closed.Cancel();
        closed.Dispose();
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> attempt)
        where T : class
    {
        Problem = null;
        try
        {
            return await attempt();
        }
        catch (RefusedException e) when (e.Reason == Reason.SignInRefused)
        {
            Navigation.NavigateTo("/sign-in", forceLoad: true);
            return null;
        }
        catch (RpcException e)
        {
            Problem = Refusal.Of(e);
            return null;
        }
        catch (Exception e) when (e is StoreUnavailableException or StoreBusyException || StoreSession.IsAway(e))
        {
            Problem = Refusal.StoreAway;
            return null;
        }
    }
}
