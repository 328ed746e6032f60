using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>What an entry of the log says after one of the people in it is erased (P10). Pure.</summary>
internal static class Erased
{
    /// <summary>Whether an entry or its bodies say anything of a user.</summary>
    public static bool Mentions(LoggedRequest request, DetailRecord detail, string userId, IReadOnlySet<string> identifiers)
    {
        if (request.Targets.Any(target => target.Id == userId) || request.ParkedUserIds.Contains(userId))
        {
            return true;
        }

        IEnumerable<string> texts =
        [
            request.Summary, Unescape(request.Address), request.Detail, detail.RequestBody, detail.ResponseBody,
            .. request.Changes, .. request.Targets.Select(target => target.Name), .. request.Targets.Select(target => target.Id),
        ];
        return texts.Any(text => Holds(text, userId, identifiers));
    }

    /// <summary>The entry without it; the detail goes as a whole.</summary>
    public static LoggedRequest Scrub(LoggedRequest request, string userId, IReadOnlySet<string> identifiers)
    {
        var scrubbed = request.Clone();
        var isOwn = scrubbed.Targets is [{ } first, ..] && first.Id == userId;
        foreach (var target in scrubbed.Targets)
        {
            target.Name = target.Id == userId || Holds(target.Name, userId, identifiers) ? "" : target.Name;
            target.Id = target.Id != userId && Holds(target.Id, userId, identifiers) ? "" : target.Id; // an id that the identity provider made up
        }

        if (isOwn || Holds(scrubbed.Summary, userId, identifiers))
        {
            scrubbed.Summary = Summary(scrubbed);
        }

        if (isOwn || Holds(scrubbed.Detail, userId, identifiers))
        {
            scrubbed.Detail = "";
        }

        scrubbed.Address = Address(scrubbed.Address, userId, identifiers);
        foreach (var change in scrubbed.Changes.Where(change => isOwn || Holds(change, userId, identifiers)).ToList())
        {
            scrubbed.Changes.Remove(change);
        }

        return scrubbed;
    }

    // The user's own id may stay: it says nothing of the person.
    private static string Address(string address, string userId, IReadOnlySet<string> identifiers)
    {
        var path = address.Split('?')[0];
        return !Holds(Unescape(address).Replace(userId, "", StringComparison.Ordinal), userId, identifiers) ? address
            : Holds(Unescape(path).Replace(userId, "", StringComparison.Ordinal), userId, identifiers) ? ""
            : path;
    }

    private static string Summary(LoggedRequest request) => $"{Clients.Name(request.Client)} " + (request.Targets is [{ Kind: ResourceKind.Group } group, ..]
        ? $"sent a change of members of {(group.Name.Length > 0 ? group.Name : "a group")}"
        : request.Operation switch
        {
            Operation.Search or Operation.Read => "looked for somebody who is erased",
            Operation.Create => "created somebody who is erased",
            Operation.Deactivate => "deactivated somebody who is erased",
            Operation.Reinstate => "reinstated somebody who is erased",
            Operation.Delete => "deleted somebody who is erased",
            _ => "sent somebody who is erased",
        });

    private static bool Holds(string text, string userId, IReadOnlySet<string> identifiers) =>
        text.Contains(userId, StringComparison.Ordinal) || identifiers.Any(identifier => text.Contains(identifier, StringComparison.OrdinalIgnoreCase));

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
