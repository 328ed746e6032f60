using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using OptiId.Gateway.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>The provisioning log, live.</summary>
public sealed partial class ProvisioningLog : LivePage
{
    private const string All = "all", Changes = "changes", Failed = "failed";

    // However many requests a second come, the page is drawn a few times a second.
    private static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Reopen = TimeSpan.FromSeconds(2);

    private readonly RequestRows rows = new();
    private RequestFilter filter = new();
    private Target? about;
    private ElementReference top;
    private DotNetObjectReference<ProvisioningLog>? self;
    private bool isLoaded, isLoading, isPaused, isAtTop = true, isRenderDue;
    private int asked;

    /// <summary>Only about this user or group.</summary>
    [SupplyParameterFromQuery(Name = "resource")]
    public string? Resource { get; set; }

    /// <summary>Whether it begins with failures only.</summary>
    [SupplyParameterFromQuery(Name = "failed")]
    public bool OnlyFailed { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

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
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        filter = new(OnlyFailed: OnlyFailed, ResourceId: Resource ?? "");
        if (await AskAsync(() => Backends.Log.GetProvisioningStatusAsync(new() { OrganizationId = Organization })) is { } status)
        {
            rows.CountFrom(status.Head);
            Follow(
                () => Backends.Log.FollowRequests(new() { OrganizationId = Organization, After = rows.Newest }, cancellationToken: Closed),
                answer =>
                {
                    rows.Add(answer.Requests);
                    RenderSoon();
                },
                Reopen);
            await LoadAsync();
        }
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (isLoaded && (Resource ?? "") != filter.ResourceId) // a link to this page with another user or group
        {
            filter = filter with { ResourceId = Resource ?? "" };
            await LoadAsync();
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
        return LoadAsync();
    }

    private Task NarrowAsync(ChangeEventArgs change)
    {
        filter = filter with { OnlyFailed = Equals(change.Value, Failed), OnlyChanges = Equals(change.Value, Changes) };
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var (turn, wanted) = (++asked, filter);
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
            rows.Begin(page.Requests, page.NextBefore, wanted);
            about = wanted.ResourceId.Length == 0 ? null
                : page.Requests.SelectMany(request => request.Targets).FirstOrDefault(target => target.Id == wanted.ResourceId && target.Name.Length > 0);
        }
    }

    private async Task MoreAsync()
    {
        var turn = asked;
        if (await AskPageAsync(filter, rows.NextBefore) is { } page && turn == asked)
        {
            rows.AddOlder(page.Requests, page.NextBefore);
        }
    }

    private Task<ListRequestsResponse?> AskPageAsync(RequestFilter wanted, ulong before) => AskAsync(() => Backends.Log.ListRequestsAsync(
        new()
        {
            OrganizationId = Organization,
            Text = wanted.Text,
            OnlyFailed = wanted.OnlyFailed,
            OnlyChanges = wanted.OnlyChanges,
            ResourceId = wanted.ResourceId,
            Before = before,
        },
        cancellationToken: Closed));

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
