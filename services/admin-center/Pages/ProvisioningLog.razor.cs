using Grpc.Core;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OptiId.Gateway.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>The provisioning log, live.</summary>
public sealed partial class ProvisioningLog : LivePage
{
    private const string All = "", Changes = "changes", Failed = "failed";

    // However many requests a second come, the page is drawn a few times a second.
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Reopen = TimeSpan.FromSeconds(2);

    private readonly RequestRows rows = new();
    private RequestFilter filter = new();
    private Target? about;
    private ElementReference top;
    private DotNetObjectReference<ProvisioningLog>? self;
    private bool isAsked, isLoaded, isLoading, isHeadKnown, isPaused, isAtTop = true, isRenderDue;
    private int asked;

    /// <summary>Only about this user or group.</summary>
    [SupplyParameterFromQuery(Name = "resource")]
    public string? Resource { get; set; }

    /// <summary>What is looked for: <see cref="RequestFilter.Text"/>.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>To what it is narrowed: "failed", "changes"; all else: to nothing.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Narrowed { get; set; }

    private string Shown => filter.OnlyFailed ? Failed : filter.OnlyChanges ? Changes : All;

    /// <summary>Told by the browser: whether the top of the list is in sight.</summary>
    [JSInvokable]
    public void SetAtTop(bool isInSight)
    {
        isAtTop = isInSight;
        Hold();
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (IsOwnAddress() && isAsked)
        {
            return;
        }

        var (isFirst, wanted) = (!isAsked, new RequestFilter(Text ?? "", Narrowed == Failed, Narrowed == Changes, Resource ?? ""));
        if (!isFirst && wanted == filter)
        {
            return;
        }

        (filter, isAsked) = (wanted, true); // opened, or a link to this page: with another user or group, or the menu's with nothing
        if (isFirst)
        {
            await FindHeadAsync();
        }

        await LoadAsync();
        if (isFirst)
        {
            Follow(
                OpenAsync,
                answer =>
                {
                    rows.Add(answer.Requests);
                    RenderSoon();
                },
                Reopen);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            self = DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("adminCenter.watchTop", top, self);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        self?.Dispose();
        base.Dispose(disposing);
    }

    private Task SearchAsync(string? typed)
    {
        filter = filter with { Text = typed ?? "" };
        return ChooseAsync();
    }

    private Task NarrowAsync(ChangeEventArgs change)
    {
        filter = filter with { OnlyFailed = Equals(change.Value, Failed), OnlyChanges = Equals(change.Value, Changes) };
        return ChooseAsync();
    }

    private Task ChooseAsync() =>
        Task.WhenAll(KeepInAddressAsync(("q", filter.Text), ("show", Shown)), LoadAsync());

    // What comes in is counted from the log's head on. A list that is read after it has no gap towards what comes.
    private async Task<bool> FindHeadAsync()
    {
        if (await PollAsync(() => Backends.Log.GetProvisioningStatusAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)) is not { } status)
        {
            return false;
        }

        rows.CountFrom(status.Head);
        return isHeadKnown = true;
    }

    private async Task<AsyncServerStreamingCall<FollowRequestsResponse>?> OpenAsync()
    {
        var isLate = !isHeadKnown;
        if (isLate && !await FindHeadAsync())
        {
            return null;
        }

        if (isLate || (!isLoaded && !isLoading)) // it couldn't be had before
        {
            await LoadAsync();
            StateHasChanged();
        }

        return Backends.Log.FollowRequests(new() { OrganizationId = Organization, After = rows.Newest }, cancellationToken: Closed);
    }

    private async Task LoadAsync()
    {
        var (turn, wanted, known) = (++asked, filter, rows.Newest);
        isLoading = true;
        var page = await AskPageAsync(wanted, before: 0);
        if (turn != asked)
        {
            return; // a slower answer to an earlier letter must not overwrite a later one's
        }

        isLoading = false;
        if (page is not null)
        {
            isLoaded = true;
            rows.Begin(page.Requests, page.NextBefore, wanted, known);
            about = wanted.ResourceId.Length == 0 ? null
                : page.Requests.SelectMany(request => request.Targets).FirstOrDefault(target => target.Id == wanted.ResourceId && target.Name.Length > 0);
        }
    }

    private async Task MoreAsync()
    {
        if (await AskPageAsync(filter, rows.NextBefore) is { } page)
        {
            rows.AddOlder(page.Requests, page.NextBefore);
        }
    }

    private Task<ListRequestsResponse?> AskPageAsync(RequestFilter wanted, ulong before)
    {
        var (turn, request) = (asked, new ListRequestsRequest
        {
            OrganizationId = Organization,
            Text = wanted.Text,
            OnlyFailed = wanted.OnlyFailed,
            OnlyChanges = wanted.OnlyChanges,
            ResourceId = wanted.ResourceId,
            Before = before,
        });
        return AskAsync(() => Backends.Log.ListRequestsAsync(request, cancellationToken: Closed), () => turn == asked);
    }

    private void TogglePause()
    {
        isPaused = !isPaused;
        Hold();
    }

    private void Hold() => rows.IsHeld = isPaused || !isAtTop;

    private async Task ShowNewestAsync()
    {
        (isPaused, isAtTop) = (false, true);
        if (rows.IsApart)
        {
            await LoadAsync();
        }

        Hold();
        await Script.InvokeVoidAsync("adminCenter.toTop");
    }

    private void RenderSoon()
    {
        if (!isRenderDue)
        {
            isRenderDue = true;
            _ = RenderAsync(Closed);
        }
    }

    private async Task RenderAsync(CancellationToken closed)
    {
        try
        {
            await Task.Delay(RenderInterval, Time, closed);
            isRenderDue = false;
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }
}
