using System.Globalization;
using Microsoft.AspNetCore.Components;
using OptiId.Common.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>An organization's groups: searched as one types, a page at a time; the reserved ones first (P13, P24).</summary>
public partial class Groups
{
    private const int PageSize = 50;

    private string text = "", source = "", next = "";
    private List<Group>? groups;
    private ulong? groupsInAll, activeUsers;
    private int asked;

    [SupplyParameterFromQuery(Name = "q")]
    private string? TextInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "source")]
    private string? SourceInAddress { get; set; }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (IsOwnAddress() && groups is not null)
        {
            return;
        }

        text = TextInAddress ?? "";
        source = Enum.TryParse<Source>(SourceInAddress, out var wanted) && wanted is Source.Scim or Source.Local or Source.System ? wanted.ToString() : "";
        await LoadAsync();
    }

    private Task SearchAsync(string? typed)
    {
        text = typed ?? "";
        return ChooseAsync();
    }

    private Task ChooseAsync() =>
        Task.WhenAll(KeepInAddressAsync(("q", text), ("source", source)), LoadAsync());

    private async Task LoadAsync()
    {
        asked++;
        if (await AskPageAsync("") is { } page)
        {
            (groups, next, groupsInAll) = ([.. page.Groups], page.NextPageToken, page.GroupsInAll);
            await AddFactsAsync(page.Groups);
        }
    }

    private async Task MoreAsync()
    {
        if (await AskPageAsync(next) is { } page)
        {
            groups!.AddRange(page.Groups);
            next = page.NextPageToken;
            await AddFactsAsync(page.Groups);
        }
    }

    private Task<SearchGroupsResponse?> AskPageAsync(string token)
    {
        var (turn, request) = (asked, new SearchGroupsRequest { OrganizationId = Organization, Text = text, PageSize = PageSize, PageToken = token });
        if (Enum.TryParse<Source>(source, out var wanted))
        {
            request.Sources.Add(wanted);
        }

        // A slower answer to an earlier letter must not overwrite this one's.
        return AskAsync(() => Backends.Groups.SearchGroupsAsync(request, cancellationToken: Closed), () => turn == asked);
    }

    private async Task AddFactsAsync(IReadOnlyCollection<Group> shown)
    {
        StateHasChanged(); // groups are shown before all is known of them
        // Everyone keeps no list of its own: it is every active user.
        if (activeUsers is null && shown.Any(group => group.Everyone))
        {
            activeUsers = (await AskAsideAsync(() => Backends.Organizations.GetOrganizationAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)))?.Organization.UserCount;
        }

        await LookUpSyncsAsync([.. shown.Where(group => group.Source == Source.Scim).Select(group => group.Id)]);
    }

    private string MemberCount(Group group) => (group.Everyone ? activeUsers : group.MemberCount)?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
