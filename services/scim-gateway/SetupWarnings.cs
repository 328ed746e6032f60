using Google.Protobuf.WellKnownTypes;
using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>The sentences of what was kept of a set-up. Pure.</summary>
internal static class SetupWarnings
{
    /// <summary>A warning that nothing repeats is over after this time.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>
    /// One of a token that is over goes earlier: it is seen each minute as long as the token is used, beside its replacement too, and then it isn't.
    /// </summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    /// <summary>A group counts as left behind when it wasn't written for so long …</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromDays(14);

    // … while at least so many others were, and at least half of them: a quiet week of everybody says nothing. Okta pushes a group when its
    // members change, so this is a guess, and the sentence says so.
    private const int MinimumOthers = 2;

    /// <summary>The warnings that hold now.</summary>
    /// <param name="state">What was kept.</param>
    /// <param name="pushed">The groups that were pushed, by id.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<SetupWarning> Of(LogState state, IReadOnlyDictionary<string, PushedRecord> pushed, DateTimeOffset now)
    {
        foreach (var kept in state.Warnings)
        {
            var lifetime = kept.Kind == SetupWarning.Types.Kind.TokenRefused ? TokenLifetime : Lifetime;
            var items = kept.Items.Where(item => item.SeenMs >= (now - lifetime).ToUnixTimeMilliseconds() || IsStillThere(kept.Kind, item))
                .OrderBy(item => item.SeenMs).ToList();
            if (items.Count > 0)
            {
                yield return Write(kept.Kind, items, state.Client);
            }
        }

        if (LeftBehind(pushed, now) is { Count: > 0 } silent)
        {
            yield return Write(SetupWarning.Types.Kind.GroupLeftBehind, silent, state.Client);
        }
    }

    // A user who is here under such a name stays a warning; one who was refused is over.
    private static bool IsStillThere(SetupWarning.Types.Kind kind, WarningItem item) =>
        kind == SetupWarning.Types.Kind.UserNameIsNoEmail && item.Target.Id.Length > 0;

    /// <summary>The groups that look left behind, as items of a warning.</summary>
    public static IReadOnlyList<WarningItem> LeftBehind(IReadOnlyDictionary<string, PushedRecord> pushed, DateTimeOffset now)
    {
        var limit = (now - Silence).ToUnixTimeMilliseconds();
        var silent = pushed.Where(group => group.Value.LastWriteMs < limit).ToList();
        var alive = pushed.Count - silent.Count;
        return alive < MinimumOthers || alive < silent.Count
            ? []
            : [.. silent.OrderBy(group => group.Value.LastWriteMs).Take(SetupRules.MaximumItems).Select(group => new WarningItem
            {
                Target = new() { Kind = ResourceKind.Group, Id = group.Key, Name = group.Value.Name },
                SeenMs = group.Value.LastWriteMs,
                RequestId = group.Value.RequestId,
            })];
    }

    private static SetupWarning Write(SetupWarning.Types.Kind kind, IReadOnlyList<WarningItem> items, Client client)
    {
        var (sentence, okta, entra) = Words(kind, Names(items));
        return new()
        {
            Kind = kind,
            Sentence = sentence,
            Advice = client == Client.Entra ? entra : okta,
            LastSeen = DateTimeOffset.FromUnixTimeMilliseconds(items[^1].SeenMs).ToTimestamp(),
            RequestId = items[^1].RequestId,
            Targets = { items.Where(item => item.Target is not null).Select(item => item.Target) },
            Attributes = { items.Where(item => item.Attribute.Length > 0).Select(item => item.Attribute).Order(StringComparer.OrdinalIgnoreCase) },
        };
    }

    private static string Names(IReadOnlyList<WarningItem> items)
    {
        const int few = 3;
        var names = items.Reverse().Select(NameOf).ToList();
        return names.Count <= few ? string.Join(", ", names) : $"{string.Join(", ", names.Take(few))} and {names.Count - few} more";
    }

    private static string NameOf(WarningItem item) => item.Target is { } target ? target.Name.Length > 0 ? target.Name.Trim() : target.Id : item.Attribute;

    /// <summary>The sentence, and what to do in Okta and in Entra.</summary>
    internal static (string Sentence, string Okta, string Entra) Words(SetupWarning.Types.Kind kind, string names) => kind switch
    {
        SetupWarning.Types.Kind.GroupAssignedAndPushed => (
            $"Members of {names} were pushed before their users arrived. It looks as if the same group were used for assignment and for push.",
            "In Okta, use one group under Assignments and another one under Push Groups; the same one for both isn't supported by Okta.",
            "In Entra, wait for the next cycle: members are sent again. If it happens often, assign the people before the group."),
        SetupWarning.Types.Kind.UserNameIsNoEmail => (
            $"The userName of {names} is no e-mail address.",
            "In Okta, open the app, go to Sign On and set \"Application username format\" to Email; then Provisioning > To App > Force Sync.",
            "In Entra, go to Provisioning > Mappings > Provision Microsoft Entra ID Users and map mail (or a userPrincipalName that is one) to userName."),
        SetupWarning.Types.Kind.UnusedAttributes => (
            $"Attributes come that nothing uses: {names}.",
            "In Okta, go to Provisioning > To App > Attribute Mappings and remove them, so that no more personal data is sent than is needed.",
            "In Entra, go to Provisioning > Mappings > Provision Microsoft Entra ID Users and remove them, so that no more personal data is sent than is needed."),
        SetupWarning.Types.Kind.ReservedGroupPushed => (
            $"The identity provider pushed a group with a reserved name: {names}.",
            "In Okta, go to Push Groups and unlink this group, or rename it in Okta.",
            "In Entra, rename this group, or take it out under Users and groups."),
        SetupWarning.Types.Kind.GroupLeftBehind => (
            $"{names} wasn't pushed for long while other groups were: perhaps it was unlinked and left behind.",
            "In Okta, look under Push Groups: where the group isn't there any more, release it here in the Admin Center, after which it can be edited or deleted. Where it is, nothing is wrong.",
            "In Entra, look under Users and groups: where the group isn't assigned any more, release it here in the Admin Center. Where it is, nothing is wrong."),
        SetupWarning.Types.Kind.GroupNameTaken => (
            $"The identity provider pushed {names}, but a group of this name is here already.",
            "In Okta, go to Push Groups, choose \"Link Group\" instead of \"Create Group\", or rename the group in Okta.",
            "In Entra, rename the group, or rename or delete the one here in the Admin Center."),
        SetupWarning.Types.Kind.TokenRefused => (
            "Requests come with a token that was revoked or has expired.",
            "In Okta, go to Provisioning > Integration, enter the new token and press \"Test API Credentials\".",
            "In Entra, go to Provisioning > Admin Credentials, enter the new Secret Token and press \"Test Connection\"."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such warning."),
    };
}
