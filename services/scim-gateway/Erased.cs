using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>What an entry of the log says after people in it are erased (P10). Pure.</summary>
internal static class Erased
{
    /// <summary>Whether an entry or its bodies say anything of them.</summary>
    public static bool Mentions(LoggedRequest request, DetailRecord detail, ErasedPeople people)
    {
        IEnumerable<string> texts =
        [
            request.Summary, AddressText.Unescape(request.Address), request.Detail, detail.RequestBody, detail.ResponseBody,
            .. request.Changes, .. request.ParkedUserIds, .. request.Targets.Select(target => target.Name), .. request.Targets.Select(target => target.Id),
        ];
        return texts.Any(people.AreIn);
    }

    /// <summary>The entry without it; the detail goes as a whole.</summary>
    public static LoggedRequest Scrub(LoggedRequest request, ErasedPeople people)
    {
        var scrubbed = request.Clone();
        var isOwn = scrubbed.Targets is [{ } first, ..] && people.Have(first.Id);
        foreach (var target in scrubbed.Targets)
        {
            target.Name = people.Have(target.Id) || people.AreIn(target.Name) ? "" : target.Name;
            target.Id = people.AreNamedIn(target.Id) ? "" : target.Id; // an id that the identity provider made up
        }

        if (isOwn || people.AreIn(scrubbed.Summary))
        {
            scrubbed.Summary = Summary(scrubbed);
        }

        if (isOwn || people.AreIn(scrubbed.Detail))
        {
            scrubbed.Detail = "";
        }

        scrubbed.Address = Address(scrubbed.Address, people);
        foreach (var change in scrubbed.Changes.Where(change => isOwn || people.AreIn(change)).ToList())
        {
            scrubbed.Changes.Remove(change);
        }

        foreach (var parked in scrubbed.ParkedUserIds.Where(people.AreNamedIn).ToList())
        {
            scrubbed.ParkedUserIds.Remove(parked);
        }

        return scrubbed;
    }

    private static string Address(string address, ErasedPeople people)
    {
        var path = address.Split('?')[0];
        return !people.AreNamedIn(AddressText.Unescape(address)) ? address : people.AreNamedIn(AddressText.Unescape(path)) ? "" : path;
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
}
