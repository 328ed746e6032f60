using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using OptiId.Common.V1;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter.Pages;

/// <summary>
/// What each page of an organization begins with: whose it is, and calls that first ask whether the caller is still let in. What is
/// refused is kept as <see cref="Problem"/>, for the page to show beside what it belongs to; nothing that was typed is lost by it.
/// </summary>
public abstract class OrganizationPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource closed = new();
    private readonly Queue<string> pushed = new();

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
    private protected IJSRuntime Script { get; set; } = null!;

    [Inject]
    private Attempts Attempts { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Who looks at the page.</summary>
    private protected AdminCaller Caller { get; private set; } = null!;

    /// <summary>What the last call was refused for; null: nothing.</summary>
    private protected Refusal? Problem { get; set; }

    /// <summary>What was last asked for aside and refused; null: it wasn't.</summary>
    private protected Reason? AsideRefusal { get; private set; }

    /// <summary>Whether something that is done once is being done: its button waits.</summary>
    private protected bool IsBusy { get; private set; }

    /// <summary>Ends with the page.</summary>
    private protected CancellationToken Closed { get; } // also of use to what still runs when the source is disposed

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Caller = AdminCaller.Of((await Authentication).User) ?? throw new InvalidOperationException("Pages are for whoever is signed in.");
        Caller.DemandOrganization(Organization);
    }

    /// <summary>Asks a service.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isWanted">Whether the answer is still waited for when it comes; none: it always is. A late one is neither shown nor told.</param>
    /// <returns>Null where it refused (<see cref="Problem"/> says why), or where nobody waits for it any more.</returns>
    private protected Task<T?> AskAsync<T>(Func<AsyncUnaryCall<T>> call, Func<bool>? isWanted = null)
        where T : class => ToldAsync(() => Attempts.AskAsync(Caller, Organization, call), isWanted);

    /// <summary>Asks what is no service's single call: the Admin Center's own store, or several calls that belong together.</summary>
    /// <inheritdoc cref="AskAsync{T}(Func{AsyncUnaryCall{T}}, Func{bool})"/>
    private protected Task<T?> AskAsync<T>(Func<Task<T>> ask, Func<bool>? isWanted = null)
        where T : class => ToldAsync(() => Attempts.AskAsync(Caller, Organization, ask), isWanted);

    /// <summary>Asks for what a page can do without: a refusal isn't told, and what is told stays as it is.</summary>
    private protected Task<T?> AskAsideAsync<T>(Func<AsyncUnaryCall<T>> call)
        where T : class => AsideAsync(() => Attempts.AskAsync(Caller, Organization, call));

    /// <inheritdoc cref="AskAsideAsync{T}(Func{AsyncUnaryCall{T}})"/>
    private protected Task<T?> AskAsideAsync<T>(Func<Task<T>> ask)
        where T : class => AsideAsync(() => Attempts.AskAsync(Caller, Organization, ask));

    /// <summary>Changes something, with a cause that names the caller; a refused attempt is in the audit log.</summary>
    /// <param name="attempt">What is tried, for the audit log: "Rename the group Editors". No personal data.</param>
    /// <param name="call">The call.</param>
    /// <returns>Null where it was refused: <see cref="Problem"/> says why.</returns>
    private protected Task<T?> ChangeAsync<T>(string attempt, Func<Cause, AsyncUnaryCall<T>> call)
        where T : class => ToldAsync(() => Attempts.ChangeAsync(Caller, Organization, attempt, Caller.NewCause(), call), isWanted: null);

    /// <summary>Does what a second click must not do again while the first is at it.</summary>
    private protected async Task BusyAsync(Func<Task> work)
    {
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        try
        {
            await work();
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <inheritdoc cref="BusyAsync(Func{Task})"/>
    /// <returns>What came of it; null also where something is being done already.</returns>
    private protected async Task<T?> BusyAsync<T>(Func<Task<T?>> change)
        where T : class
    {
        T? answer = null;
        await BusyAsync((Func<Task>)(async () => answer = await change()));
        return answer;
    }

    /// <summary>
    /// Keeps in the address what is looked for, so that Back comes back to it; each letter doesn't become a step of its own. Only the
    /// browser knows whether somebody has clicked on meanwhile and is on the way to another page: it decides, and nobody is taken back.
    /// </summary>
    private protected async Task KeepInAddressAsync(params (string Name, string? Value)[] query)
    {
        var address = Navigation.GetUriWithQueryParameters(query.ToDictionary(pair => pair.Name, pair => (object?)(pair.Value is { Length: > 0 } value ? value : null)));
        if (address == Navigation.Uri)
        {
            return;
        }

        pushed.Enqueue(address);
        try
        {
            await Script.InvokeVoidAsync("adminCenter.keepInAddress", Closed, address);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page is closed: nothing looks at its address any more.
        }
    }

    /// <summary>Whether the address changed by <see cref="KeepInAddressAsync"/>: what was typed since must not be overwritten by it.</summary>
    private protected bool IsOwnAddress()
    {
        if (!pushed.Contains(Navigation.Uri))
        {
            pushed.Clear();
            return false;
        }

        while (pushed.Dequeue() != Navigation.Uri)
        {
        }

        return true;
    }

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

    private async Task<T?> ToldAsync<T>(Func<Task<T>> attempt, Func<bool>? isWanted)
        where T : class
    {
        Problem = null;
        var (answer, refusal) = await TryAsync(attempt);
        if (isWanted?.Invoke() == false)
        {
            return null; // what was asked for since has its own answer, and its own problem
        }

        Problem = refusal;
        return answer;
    }

    private async Task<T?> AsideAsync<T>(Func<Task<T>> attempt)
        where T : class
    {
        var (answer, refusal) = await TryAsync(attempt);
        AsideRefusal = refusal?.Reason;
        return answer;
    }

    private async Task<(T? Answer, Refusal? Refusal)> TryAsync<T>(Func<Task<T>> attempt)
        where T : class
    {
        try
        {
            return (await attempt(), null);
        }
        catch (RefusedException e) when (e.Reason == Reason.SignInRefused)
        {
            Navigation.GoToSignIn();
            return (null, null);
        }
        catch (RpcException e)
        {
            return (null, Refusal.Of(e));
        }
        catch (Exception e) when (Refusal.IsOutage(e))
        {
            return (null, Refusal.StoreAway);
        }
    }
}
