using Grpc.Core;
using Microsoft.AspNetCore.Components;

namespace OptiId.AdminCenter.Pages;

/// <summary>
/// A page that goes on asking by itself while it is open. Such questions aren't clicks: they keep no session from idling, and each asks
/// first whether the caller is still let in. What they are refused for isn't shown: the next one may succeed.
/// </summary>
public abstract class LivePage : OrganizationPage
{
    [Inject]
    private Gate Entrance { get; set; } = null!;

    [Inject]
    private protected TimeProvider Time { get; set; } = null!;

    /// <summary>Asks once more.</summary>
    /// <returns>Null: not now.</returns>
    private protected Task<T?> PollAsync<T>(Func<AsyncUnaryCall<T>> call)
        where T : class => PollAsync(async () =>
    {
        using var running = call();
        return await running;
    });

    /// <inheritdoc cref="PollAsync{T}(Func{AsyncUnaryCall{T}})"/>
    private protected async Task<T?> PollAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await IsAdmittedAsync() ? await ask() : null; // SessionWatch closes the page
        }
        catch (Exception e) when (Refusal.IsOutage(e))
        {
            return null;
        }
    }

    /// <summary>Does something again and again, until the page is closed.</summary>
    /// <param name="interval">How long it waits in between.</param>
    /// <param name="act">What it does; the page is shown anew after it where it says so.</param>
    private protected void Repeat(TimeSpan interval, Func<Task<bool>> act) => _ = RunAsync(async closed =>
    {
        while (true)
        {
            await Task.Delay(interval, Time, closed);
            if (await act() && !closed.IsCancellationRequested)
            {
                StateHasChanged();
            }
        }
    });

    /// <summary>Reads a stream until the page is closed, or the caller isn't let in any more; opens it anew where it ends or breaks.</summary>
    /// <param name="call">Opens it where it left off; null: not now.</param>
    /// <param name="take">Takes what comes.</param>
    /// <param name="reopen">How long it waits before it is opened anew.</param>
    private protected void Follow<T>(Func<Task<AsyncServerStreamingCall<T>?>> call, Action<T> take, TimeSpan reopen) => _ = RunAsync(async closed =>
    {
        while (true)
        {
            await ReadAsync(call, take, closed);
            SetConnected(false);
            await Task.Delay(reopen, Time, closed);
        }
    });

    /// <summary>Whether what <see cref="Follow"/> reads is open: what happens shows.</summary>
    private protected bool IsConnected { get; private set; }

    private async Task ReadAsync<T>(Func<Task<AsyncServerStreamingCall<T>?>> call, Action<T> take, CancellationToken closed)
    {
        try
        {
            if (!await IsAdmittedAsync() || await call() is not { } opened)
            {
                return;
            }

            using var running = opened;
            await running.ResponseHeadersAsync; // the service sends them as soon as nothing is missed any more
            SetConnected(true);
            while (await running.ResponseStream.MoveNext(closed) && await IsAdmittedAsync())
            {
                take(running.ResponseStream.Current);
            }
        }
        catch (Exception e) when (Refusal.IsOutage(e))
        {
            // It is opened anew.
        }
    }

    private void SetConnected(bool isConnected)
    {
        if (IsConnected != isConnected)
        {
            IsConnected = isConnected;
            StateHasChanged();
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        var closed = Closed;
        try
        {
            await work(closed);
        }
        catch (Exception) when (closed.IsCancellationRequested)
        {
            // The page was closed; what it held is gone.
        }
        catch (Exception e)
        {
            await DispatchExceptionAsync(e); // as if it had come of a click: logged, and the page says so
        }
    }

    private async Task<bool> IsAdmittedAsync() => Caller.Reaches(Organization) && await Entrance.AdmitsAsync(Caller, isClick: false);
}
