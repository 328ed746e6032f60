using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using OptiId.Tokens.V1;

namespace OptiId.Cli;

internal static class TokenCommands
{
    private const int MaximumSpan = 36_500; // A hundred years of days.

    public static Command Build() => new("tokens", "Tokens: of SCIM, by which an identity provider shows who it is; of the API, for administrators and Support.") { Issue(), List(), Replace(), Revoke() };

    private static OperatorCommand Issue()
    {
        var label = new Option<string>("--label") { Required = true, HelpName = "text", Description = "What the token is for." };
        var scopes = new Option<string[]>("--scope") { AllowMultipleArgumentsPerToken = true, Description = "read, write. Default: both." };
        scopes.AcceptOnlyFromAmong("read", "write");
        var (kind, expires, secretOnly) = (Kind("Default: scim. One of support belongs to no organization."), Expires(), SecretOnly());
        return new("issue", "Issues a token and shows its secret, this once.", "optiid tokens issue --label Okta --expires 365d", async run =>
        {
            var answer = await run.Tokens.IssueTokenAsync(
                new()
                {
                    OrganizationId = await OwnerAsync(run, kind),
                    Kind = ParseKind(run.Get(kind)),
                    Label = run.Get(label),
                    Scopes = { run.Get(scopes).Select(scope => scope == "read" ? Scope.Read : Scope.Write) },
                    Expires = run.Get(expires),
                    Cause = run.Cause,
                },
                run.Call);
            run.Output.Write(answer, () => ShowSecret(run, answer.Token, answer.Secret, run.Get(secretOnly)));
        })
        { label, kind, scopes, expires, secretOnly };
    }

    private static OperatorCommand List()
    {
        var all = new Option<bool>("--all") { Description = "Revoked ones too." };
        var kind = Kind("Default: all of the organization. Those of support belong to none.");
        return new("list", "Lists an organization's tokens, or Support's, the newest first.", "optiid tokens list --all", async run =>
        {
            var request = new ListTokensRequest { OrganizationId = await OwnerAsync(run, kind), IncludeRevoked = run.Get(all) };
            if (run.Get(kind) is { } wanted)
            {
                request.Kinds.Add(ParseKind(wanted));
            }

            var answer = await run.Tokens.ListTokensAsync(request, run.Call);
            run.Output.Write(answer, () => run.Output.Table(
                "There is no token.",
                ["Label", "Kind", "Secret", "Id", "Scopes", "Created", "Expires", "Last used", "State"],
                answer.Tokens.Select(token => new[]
                {
                    token.Label, Format(token.Kind), $"…{token.Hint}", token.Id, Format(token.Scopes), Output.Format(token.Created), Output.Format(token.Expires),
                    Output.Format(token.LastUsed), StateOf(token, DateTimeOffset.UtcNow),
                })));
        })
        { all, kind };
    }

    private static OperatorCommand Replace()
    {
        var (token, kind, expires, secretOnly) = (TokenArgument(), Kind("Say support for one of Support's, which belong to no organization."), Expires(), SecretOnly());
        return new("replace", "Issues a token like another, which lives on until it is revoked.", "optiid tokens replace Okta", async run =>
        {
            var organizationId = await OwnerAsync(run, kind);
            var replaced = await run.TokenAsync(organizationId, run.Get(token));
            var answer = await run.Tokens.ReplaceTokenAsync(
                new() { OrganizationId = organizationId, TokenId = replaced.Id, Expires = run.Get(expires), Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () =>
            {
                ShowSecret(run, answer.Token, answer.Secret, run.Get(secretOnly));
                if (!run.Get(secretOnly))
                {
                    run.Output.Line($"Enter it at the identity provider, then end the old one: optiid tokens revoke {replaced.Id}");
                }
            });
        })
        { token, kind, expires, secretOnly };
    }

    private static OperatorCommand Revoke()
    {
        var (token, kind) = (TokenArgument(), Kind("Say support for one of Support's, which belong to no organization."));
        return new("revoke", "Ends a token; it is refused within 5 seconds everywhere.", "optiid tokens revoke Okta", async run =>
        {
            var organizationId = await OwnerAsync(run, kind);
            var revoked = await run.TokenAsync(organizationId, run.Get(token));
            var answer = await run.Tokens.RevokeTokenAsync(new() { OrganizationId = organizationId, TokenId = revoked.Id, Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => run.Output.Line(
                $"Token {answer.Token.Label} (…{answer.Token.Hint}) was revoked at {Output.Format(answer.Token.Revoked)}."));
        })
        { token, kind };
    }

    /// <summary>Reads <c>30d</c>, <c>12h</c> or a date with or without a time (UTC where it says nothing).</summary>
    internal static bool TryParseExpiry(string text, DateTimeOffset now, out DateTimeOffset expires)
    {
        if (text.EndsWith('d') || text.EndsWith('h'))
        {
            var isNumber = int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            expires = isNumber && number <= MaximumSpan ? now + (text.EndsWith('d') ? TimeSpan.FromDays(number) : TimeSpan.FromHours(number)) : default;
            return expires != default;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out expires);
    }

    private static Option<Timestamp?> Expires() => new("--expires")
    {
        HelpName = "time",
        Description = "When it ends: 365d, 12h, 2027-01-31, 2027-01-31T12:00Z. Default: never.",
        CustomParser = result =>
        {
            if (TryParseExpiry(result.Tokens[0].Value, DateTimeOffset.UtcNow, out var expires))
            {
                return Timestamp.FromDateTimeOffset(expires);
            }

            result.AddError("--expires reads 365d, 12h, 2027-01-31 or 2027-01-31T12:00Z.");
            return null;
        },
    };

    private static Option<string?> Kind(string description)
    {
        var kind = new Option<string?>("--kind") { Description = $"scim, api or support. {description}" };
        kind.AcceptOnlyFromAmong("scim", "api", "support");
        return kind;
    }

    private static TokenKind ParseKind(string? kind) => kind switch
    {
        "api" => TokenKind.Api,
        "support" => TokenKind.Support,
        _ => TokenKind.Scim,
    };

    // Support's tokens belong to no organization.
    private static async Task<string> OwnerAsync(CommandRun run, Option<string?> kind) => run.Get(kind) == "support" ? "" : await run.OrganizationIdAsync();

    private static Option<bool> SecretOnly() => new("--secret-only") { Description = "Write the secret and nothing else, for scripts." };

    private static Argument<string> TokenArgument() => new("token") { Description = "The token's label, its last four characters, or its id." };

    private static void ShowSecret(CommandRun run, Token token, string secret, bool secretOnly)
    {
        if (secretOnly)
        {
            run.Output.Line(secret);
            return;
        }

        run.Output.Details(
            ("secret", secret),
            ("label", token.Label),
            ("id", token.Id),
            ("kind", Format(token.Kind)),
            ("scopes", Format(token.Scopes)),
            ("expires", token.Expires is null ? "never" : Output.Format(token.Expires)));
        run.Output.Line("The secret is shown this once and is stored nowhere. Keep it where passwords are kept.");
    }

    private static string Format(TokenKind kind) => kind.ToString().ToLowerInvariant();

    private static string Format(IEnumerable<Scope> scopes) => string.Join(", ", scopes.Select(scope => scope.ToString().ToLowerInvariant()));

    private static string StateOf(Token token, DateTimeOffset now) =>
        token.Revoked is not null ? $"revoked {Output.Format(token.Revoked)}"
        : token.Expires is { } expires && expires.ToDateTimeOffset() <= now ? "expired"
        : "live";
}
