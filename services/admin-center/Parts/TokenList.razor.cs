using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using OptiId.AdminCenter.Pages;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter.Parts;

/// <summary>Tokens of one kind, and what can be done with them.</summary>
public sealed partial class TokenList : LivePage
{
    // So that one sees the old token's last request while the new one is being entered elsewhere.
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string> issuers = [];
    private IReadOnlyList<TokenStanding>? standings;
    private bool isIssuing, showEnded, mayWrite = true;
    private string label = "";
    private string? labelProblem;
    private TokenLife life;

    /// <summary>Which tokens.</summary>
    [Parameter, EditorRequired]
    public TokenKind Kind { get; set; }

    /// <summary>What they are called.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>What to do where there is none.</summary>
    [Parameter]
    public string NoneYet { get; set; } = "Issue one; it is shown once.";

    /// <summary>What they are for.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    [Inject]
    private ActorNames Actors { get; set; } = null!;

    private ListTokensRequest Request => new() { OrganizationId = Organization, Kinds = { Kind }, IncludeRevoked = true };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        await LoadAsync();
        Repeat(Refresh, RefreshAsync);
    }

    private async Task LoadAsync()
    {
        if (await AskAsync(() => Backends.Tokens.ListTokensAsync(Request, cancellationToken: Closed)) is { } answer)
        {
            Show(answer);
            StateHasChanged(); // tokens are shown before it is known who issued them
            LearnIssuers(await AskAsideAsync(() => NameIssuersAsync(answer)));
        }
    }

    private async Task<bool> RefreshAsync()
    {
        if (await PollAsync(() => Backends.Tokens.ListTokensAsync(Request, cancellationToken: Closed)) is not { } answer)
        {
            return false;
        }

        Show(answer);
        if (answer.Tokens.Any(token => !issuers.ContainsKey(token.CreatedBy)))
        {
            LearnIssuers(await PollAsync(() => NameIssuersAsync(answer)));
        }

        return true;
    }

    // Revoked ones decide with the others (a chain of replacements), whether they are shown or not.
    private void Show(ListTokensResponse answer) =>
        standings = [.. TokenOverlap.Of(answer.Tokens, Time.GetUtcNow()).Where(standing => showEnded || standing.Token.Revoked is null)];

    private Task<Dictionary<string, string>> NameIssuersAsync(ListTokensResponse answer) =>
        Actors.ReadAsync(Caller, Organization, answer.Tokens.Select(token => token.CreatedBy).Where(actor => !issuers.ContainsKey(actor)), Closed);

    private void LearnIssuers(Dictionary<string, string>? found)
    {
        foreach (var (actor, name) in found ?? [])
        {
            issuers[actor] = name;
        }
    }

    private string WhoIssued(Token token) => issuers.GetValueOrDefault(token.CreatedBy) ?? "somebody";

    private string Ago(Timestamp at) => When.Words(at.ToDateTimeOffset(), Time.GetUtcNow());

    private void StopIssuing() => (isIssuing, label, labelProblem) = (false, "", null);

    private async Task IssueAsync()
    {
        labelProblem = label.Trim().Length == 0 ? "Say what it is for, so that everybody knows later whether it can go." : null;
        if (labelProblem is not null || IsBusy)
        {
            return;
        }

        var request = new IssueTokenRequest { OrganizationId = Organization, Kind = Kind, Label = label.Trim(), Expires = TokenWords.ExpiryOf(life, Time.GetUtcNow()) };
        request.Scopes.Add(mayWrite ? [Scope.Read, Scope.Write] : [Scope.Read]);
        var issued = await BusyAsync(() => ChangeAsync("Issue a token", cause =>
        {
            request.Cause = cause;
            return Backends.Tokens.IssueTokenAsync(request);
        }));
        if (issued is null)
        {
            if (Problem?.Reason == Errors.V1.Reason.InvalidValue)
            {
                (labelProblem, Problem) = (Problem.Sentence, null); // beside the field that it is about
            }

            return;
        }

        StopIssuing();
        StateHasChanged(); // the secret is shown before this ends
        await SecretDialog.ShowAsync(Dialogs, issued.Token, issued.Secret);
        await LoadAsync();
    }

    private async Task ReplaceAsync(Token token)
    {
        if (await ReplaceTokenDialog.AskAsync(Dialogs, token) is not { } chosen)
        {
            return;
        }

        var expires = TokenWords.ExpiryOf(chosen, Time.GetUtcNow());
        var replaced = await ChangeAsync("Replace a token", cause => Backends.Tokens.ReplaceTokenAsync(
            new() { OrganizationId = Organization, TokenId = token.Id, Expires = expires, Cause = cause }));
        if (replaced is not null)
        {
            await SecretDialog.ShowAsync(Dialogs, replaced.Token, replaced.Secret);
            await LoadAsync();
        }
    }

    private async Task RetireAsync(TokenStanding standing)
    {
        var (token, by) = (standing.Token, standing.ReplacedBy!);
        var confirmed = await Dialogs.ConfirmAsync($"Retire the old token …{token.Hint}?", "Retire the old token", builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, $"The new one, …{by.Hint}, was last used {Ago(by.LastUsed)}; "
                + (token.LastUsed is null ? "the old one never was." : $"the last request with the old one came {Ago(token.LastUsed)}."));
            builder.CloseElement();
            builder.OpenElement(2, "p");
            builder.AddContent(3, "Within 5 seconds the old one is refused (401). Make sure that the new one is saved where the old one was, not only tested there, "
                + "and that nothing else still holds the old one.");
            builder.CloseElement();
        }, isDangerous: false);
        if (confirmed)
        {
            await EndAsync(token, "Retire a token", $"The old token …{token.Hint} is retired.");
        }
    }

    private async Task RevokeAsync(Token token)
    {
        var confirmed = await Dialogs.ConfirmByTypingAsync($"Revoke the token …{token.Hint}?", "Revoke", "label", token.Label, builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddContent(1, TokenWords.RevokingStops(token) + " It can't be taken back.");
            builder.CloseElement();
            builder.OpenElement(2, "p");
            builder.AddContent(3, token.LastUsed is null ? "It was never used." : $"The last request with it came {Ago(token.LastUsed)}. To change it with no failed request, replace it instead.");
            builder.CloseElement();
        });
        if (confirmed)
        {
            await EndAsync(token, "Revoke a token", $"The token …{token.Hint} is revoked.");
        }
    }

    private async Task EndAsync(Token token, string attempt, string done)
    {
        var ended = await ChangeAsync(attempt, cause => Backends.Tokens.RevokeTokenAsync(
            new() { OrganizationId = Organization, TokenId = token.Id, Cause = cause }));
        if (ended is not null)
        {
            Snackbar.Add(done, Severity.Success);
            await LoadAsync();
        }
    }
}
