using OptiId.Tokens.V1;

namespace OptiId.AdminCenter;

/// <summary>
/// Says in words who made a change (<see cref="Common.V1.Cause.Actor"/>), and what people are called. It is asked whenever something is
/// shown: logs hold ids only, so that whoever is erased is in none of them (P10).
/// </summary>
internal sealed class ActorNames(Backends backends)
{
    private const int UsersAtOnce = 200;

    private const string Administrator = "administrator:", Support = "support:", SupportToken = "support:token ", Api = "api:", Scim = "scim:";

    /// <summary>The id of the administrator that an actor is; null: it is none.</summary>
    public static string? AdministratorOf(string actor) => After(actor, Administrator);

    /// <summary>Who actors are.</summary>
    /// <param name="viewer">Who looks: what Support's tokens are called is for Support.</param>
    /// <param name="organizationId">Whose users and tokens they are; empty: no organization's.</param>
    /// <param name="actors">Each as a cause has it.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Dictionary<string, string>> ReadAsync(
        AdminCaller viewer, string organizationId, IEnumerable<string> actors, CancellationToken cancellation)
    {
        var asked = actors.Distinct(StringComparer.Ordinal).ToList();
        var users = await ReadUsersAsync(organizationId, asked.Select(AdministratorOf).OfType<string>(), cancellation);
        var tokens = new Dictionary<string, string>();
        if (organizationId.Length > 0 && asked.Any(actor => After(actor, Api) is not null || After(actor, Scim) is not null))
        {
            await AddTokensAsync(tokens, new() { OrganizationId = organizationId, IncludeRevoked = true }, cancellation);
        }

        if (viewer.IsSupport && asked.Any(actor => After(actor, SupportToken) is not null))
        {
            await AddTokensAsync(tokens, new() { IncludeRevoked = true, Kinds = { TokenKind.Support } }, cancellation);
        }

        return asked.ToDictionary(actor => actor, actor => Say(actor, users, tokens));
    }

    /// <summary>What users are called, by id; unknown and deleted ones are left out.</summary>
    public async Task<Dictionary<string, string>> ReadUsersAsync(string organizationId, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>();
        foreach (var chunk in organizationId.Length == 0 ? [] : ids.Distinct(StringComparer.Ordinal).Chunk(UsersAtOnce))
        {
            var found = await backends.Users.GetUsersAsync(new() { OrganizationId = organizationId, UserIds = { chunk } }, cancellationToken: cancellation);
            foreach (var user in found.Users)
            {
                names[user.Id] = UserNames.Display(user);
            }
        }

        return names;
    }

    private async Task AddTokensAsync(Dictionary<string, string> labels, ListTokensRequest request, CancellationToken cancellation)
    {
        foreach (var token in (await backends.Tokens.ListTokensAsync(request, cancellationToken: cancellation)).Tokens)
        {
            labels[token.Id] = token.Label;
        }
    }

    private static string Say(string actor, Dictionary<string, string> users, Dictionary<string, string> tokens)
    {
        if (AdministratorOf(actor) is { } user)
        {
            return users.GetValueOrDefault(user) ?? "An administrator who is gone";
        }

        if (After(actor, SupportToken) is { } supportToken)
        {
            return tokens.TryGetValue(supportToken, out var label) ? $"Support (API token {label})" : "Support (API token)";
        }

        if (After(actor, Support) is { } support)
        {
            return support.StartsWith("Support", StringComparison.Ordinal) ? support : $"Support: {support}";
        }

        if (After(actor, Api) is { } api)
        {
            return tokens.TryGetValue(api, out var label) ? $"API token {label}" : "An API token that is gone";
        }

        if (After(actor, Scim) is { } scim)
        {
            return tokens.TryGetValue(scim, out var label) ? $"Identity provider (token {label})" : "Identity provider";
        }

        return actor == "sign-in" ? "A sign-in" : "The system";
    }

    private static string? After(string actor, string prefix) => actor.StartsWith(prefix, StringComparison.Ordinal) ? actor[prefix.Length..] : null;
}
