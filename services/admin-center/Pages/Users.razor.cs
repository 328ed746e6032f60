using Microsoft.AspNetCore.Components;
using OptiId.Common.V1;
using OptiId.Identity.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>An organization's users: searched as one types, by an index, a page at a time (P24).</summary>
public partial class Users
{
    private const int PageSize = 50;

    private string text = "", source = "", state = nameof(UserState.Active), next = "";
    private List<User>? users;
    private ulong? activeUsers;
    private int asked;

    [SupplyParameterFromQuery(Name = "q")]
    private string? TextInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "source")]
    private string? SourceInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? StateInAddress { get; set; }

    private bool IsFiltered => text.Length > 0 || source.Length > 0 || state != nameof(UserState.Active);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (IsOwnAddress() && users is not null)
        {
            return;
        }

        text = TextInAddress ?? "";
        source = Enum.TryParse<Source>(SourceInAddress, out var wanted) && wanted is Source.Scim or Source.Jit or Source.Local ? wanted.ToString() : "";
        state = StateInAddress == nameof(UserState.Deactivated) ? StateInAddress : nameof(UserState.Active);
        await LoadAsync();
    }

    private Task SearchAsync(string? typed)
    {
        text = typed ?? "";
        return ChooseAsync();
    }

    private Task ChooseAsync() =>
        Task.WhenAll(KeepInAddressAsync(("q", text), ("source", source), ("state", state == nameof(UserState.Active) ? "" : state)), LoadAsync());

    private async Task LoadAsync()
    {
        asked++;
        if (await AskPageAsync("") is { } page)
        {
            users = [.. page.Users];
            (next, activeUsers) = (page.NextPageToken, page.ActiveUsers);
            await AddSyncsAsync(page.Users);
        }
    }

    private async Task MoreAsync()
    {
        if (await AskPageAsync(next) is { } page)
        {
            users!.AddRange(page.Users);
            next = page.NextPageToken;
            await AddSyncsAsync(page.Users);
        }
    }

    private Task<SearchUsersResponse?> AskPageAsync(string token)
    {
        var (turn, request) = (asked, new SearchUsersRequest { OrganizationId = Organization, Text = text, PageSize = PageSize, PageToken = token });
        if (Enum.TryParse<Source>(source, out var wanted))
        {
            request.Sources.Add(wanted);
        }

        request.States.Add(Enum.Parse<UserState>(state));
        // A slower answer to an earlier letter must not overwrite this one's.
        return AskAsync(() => Backends.Users.SearchUsersAsync(request, cancellationToken: Closed), () => turn == asked);
    }

    private Task AddSyncsAsync(IEnumerable<User> shown)
    {
        StateHasChanged(); // people are shown before it is known when they were last sent
        return LookUpSyncsAsync([.. shown.Where(user => user.Source == Source.Scim).Select(user => user.Id)]);
    }
}
