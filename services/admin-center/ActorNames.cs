using OptiId.AdminCenter.History;
using OptiId.Tokens.V1;

namespace OptiId.AdminCenter;

/// <summary>
/// Finds out who made changes (<see cref="Common.V1.Cause.Actor"/>), and what people are called; <see cref="ActorWords"/> says it. It is asked
/// whenever something is shown: logs hold ids only, so that whoever is erased is in none of them (P10).
/// </summary>
internal sealed class ActorNames(Backends backends)
{
    /// <summary>Who actors are, in words.</summary>
    /// <inheritdoc cref="LearnAsync" path="/param[@name!='names']"/>
    public async Task<Dictionary<string, string>> ReadAsync(
        AdminCaller viewer, string organizationId, IEnumerable<string> actors, CancellationToken cancellation)
    {
        var asked = actors.ToHashSet(StringComparer.Ordinal);
        var names = await LearnAsync(new(), viewer, organizationId, asked, cancellation);
        return asked.ToDictionary(actor => actor, actor => ActorWords.Say(actor, names));
    }

    /// <summary>What users are called, by id; unknown and deleted ones are left out.</summary>
    public async Task<Dictionary<string, string>> ReadUsersAsync(string organizationId, IEnumerable<string> ids, CancellationToken cancellation) =>
        (await LearnUsersAsync(new(), organizationId, ids, cancellation)).Users;

    /// <summary>Finds out what actors are called that isn't known yet: administrators, tokens, the identity provider.</summary>
    /// <param name="names">Learns it.</param>
    /// <param name="viewer">Who looks: what Support's tokens are called is for Support.</param>
    /// <param name="organizationId">Whose users and tokens they are; empty: no organization's.</param>
    /// <param name="actors">Each as a cause has it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns><paramref name="names"/>.</returns>
    public async Task<KnownNames> LearnAsync(
        KnownNames names, AdminCaller viewer, string organizationId, IReadOnlyCollection<string> actors, CancellationToken cancellation)
    {
        await LearnUsersAsync(names, organizationId, actors.Select(ActorWords.UserIn).OfType<string>(), cancellation);
        var unknown = actors.Where(actor => ActorWords.TokenIn(actor) is { } token && !names.Tokens.ContainsKey(token)).ToList();
        if (organizationId.Length > 0 && !unknown.TrueForAll(ActorWords.IsSupport))
        {
            await LearnTokensAsync(names, new() { OrganizationId = organizationId, IncludeRevoked = true }, cancellation);
        }

        if (viewer.IsSupport && unknown.Exists(ActorWords.IsSupport))
        {
            await LearnTokensAsync(names, new() { IncludeRevoked = true, Kinds = { TokenKind.Support } }, cancellation);
        }

        if (organizationId.Length > 0 && names.IdentityProvider == ActorWords.AnyIdentityProvider && actors.Any(ActorWords.IsProvisioning))
        {
            var status = await backends.Log.GetProvisioningStatusAsync(new() { OrganizationId = organizationId }, cancellationToken: cancellation);
            names.IdentityProvider = ActorWords.NameOf(status.Client);
        }

        return names;
    }

    /// <summary>Finds out what users are called that aren't known yet.</summary>
    /// <returns><paramref name="names"/>.</returns>
    public async Task<KnownNames> LearnUsersAsync(KnownNames names, string organizationId, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var unknown = organizationId.Length == 0 ? [] : ids.Where(id => !names.Users.ContainsKey(id));
        foreach (var (id, user) in await backends.Users.ReadByIdAsync(organizationId, unknown, cancellation))
        {
            names.Users[id] = UserNames.Display(user);
        }

        return names;
    }

    private async Task LearnTokensAsync(KnownNames names, ListTokensRequest request, CancellationToken cancellation)
    {
        foreach (var token in (await backends.Tokens.ListTokensAsync(request, cancellationToken: cancellation)).Tokens)
        {
            names.Tokens[token.Id] = token.Label;
        }
    }
}
