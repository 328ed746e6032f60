using Microsoft.AspNetCore.Components;
using OptiId.Gateway.V1;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>One request of the provisioning log.</summary>
public sealed partial class ProvisioningRequest : OrganizationPage
{
    private const int PageSize = 200, BetweenOperations = 50;

    private readonly List<LoggedRequest> operations = [];
    private GetRequestResponse? answer;
    private LoggedRequest? request;
    private Token? token;
    private ulong nextBefore;
    private string shown = "";
    private bool areTokensKnown;

    /// <summary>Which.</summary>
    [Parameter]
    public string RequestId { get; set; } = "";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (shown == RequestId)
        {
            return;
        }

        var id = shown = RequestId;
        operations.Clear();
        (answer, request, token, areTokensKnown, nextBefore) = (null, null, null, false, 0);
        var found = await AskAsync(() => Backends.Log.GetRequestAsync(new() { OrganizationId = Organization, RequestId = id }, cancellationToken: Closed), () => id == shown);
        if (found is null)
        {
            return;
        }

        (answer, request) = (found, found.Request);
        if (found.Request.TokenId.Length > 0)
        {
            StateHasChanged(); // the request is shown before it is known what its token is called
            var tokens = await AskAsideAsync(() => Backends.Tokens.ListTokensAsync(
                new() { OrganizationId = Organization, Kinds = { TokenKind.Scim }, IncludeRevoked = true }, cancellationToken: Closed));
            if (id != shown)
            {
                return;
            }

            (token, areTokensKnown) = (tokens?.Tokens.FirstOrDefault(token => token.Id == found.Request.TokenId), tokens is not null);
        }

        if (request.Operation == Operation.Bulk)
        {
            nextBefore = request.Number; // a bulk's operations are noted before it, as each is done
            await MoreOperationsAsync();
        }
    }

    private async Task MoreOperationsAsync()
    {
        var id = shown;
        var page = await AskAsync(() => Backends.Log.ListRequestsAsync(
            new() { OrganizationId = Organization, Before = nextBefore, PageSize = PageSize }, cancellationToken: Closed), () => id == shown);
        if (page is null)
        {
            return;
        }

        operations.AddRange(page.Requests.Where(operation => operation.BulkRequestId == RequestId));

        // Others' requests may lie between; where many follow the last one found, it was the first of the bulk.
        var last = page.Requests.ToList().FindLastIndex(operation => operation.BulkRequestId == RequestId);
        var isEnd = operations.Count > 0 && page.Requests.Count - 1 - last >= BetweenOperations;
        nextBefore = isEnd ? 0 : page.NextBefore;
    }

    private string AddressOf(string requestId) => $"/o/{Organization}/provisioning/log/{Uri.EscapeDataString(requestId)}";

    private static bool HasEffects(LoggedRequest request) =>
        request.Changes.Count > 0 || request.HasMembershipsKept || request.UnusedAttributes.Count > 0 || request.ParkedUserIds.Count > 0;
}
