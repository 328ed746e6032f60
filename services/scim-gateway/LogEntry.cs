using System.Text;
using OptiId.Gateway.V1;
using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>One request as it goes into the log: the entry and its detail, without secrets, bounded.</summary>
/// <param name="Request">The entry; its number is given when it is written.</param>
/// <param name="Detail">Bodies and headers.</param>
internal sealed record LogEntry(LoggedRequest Request, DetailRecord Detail)
{
    private const int MaximumText = 1_000;

    /// <summary>Makes an entry of what was noted.</summary>
    /// <param name="exchange">What was noted.</param>
    /// <param name="nameOf">A name that the log knows for an id; empty where it knows none.</param>
    public static LogEntry Of(Exchange exchange, Func<string, string> nameOf)
    {
        var redaction = new Redaction();
        var detail = new DetailRecord { Cut = exchange.IsCut };
        var node = PartialJson.Read(exchange.Body.Span, out var unfinished) ?? exchange.Data?.DeepClone();
        var request = RequestWords.Describe(exchange, ExchangeBody.Of(node), nameOf); // before the body's secrets are hidden, in which it looks for none
        if (node is not null && exchange.Route.Endpoint != Endpoint.Bulk) // a bulk request's operations are entries of their own
        {
            detail.RequestBody = Cut(redaction.Write(node, unfinished), detail);
        }

        if (PartialJson.Read(exchange.Answer.Span, out var open) is { } answer)
        {
            detail.ResponseBody = Cut(redaction.Write(answer, open), detail);
        }
        else if (exchange.Error is { } error)
        {
            detail.ResponseBody = redaction.Clean(Encoding.UTF8.GetString(ScimResponse.ErrorBody(error).Span));
        }

        foreach (var (name, value) in exchange.Headers.Append(("User-Agent", exchange.UserAgent)).Where(header => header.Item2.Length > 0))
        {
            detail.RequestHeaders[name] = redaction.Clean(value);
        }

        Clean(request, redaction);
        return new(request, detail);
    }

    private static void Clean(LoggedRequest request, Redaction redaction)
    {
        request.Address = redaction.CleanAddress(request.Address); // first: a secret in it is hidden in the sentences too
        request.Summary = TextCut.Short(redaction.Clean(request.Summary), MaximumText);
        request.Detail = TextCut.Short(redaction.Clean(request.Detail), MaximumText);
        for (var index = 0; index < request.Changes.Count; index++)
        {
            request.Changes[index] = TextCut.Short(redaction.Clean(request.Changes[index]), MaximumText);
        }

        for (var index = 0; index < request.UnusedAttributes.Count; index++)
        {
            request.UnusedAttributes[index] = redaction.Clean(request.UnusedAttributes[index]);
        }

        foreach (var target in request.Targets)
        {
            (target.Id, target.Name) = (redaction.Clean(target.Id), redaction.Clean(target.Name));
        }
    }

    private static string Cut(string text, DetailRecord detail)
    {
        if (Encoding.UTF8.GetByteCount(text) <= Exchange.MaximumKept)
        {
            return text;
        }

        detail.Cut = true;
        var length = Math.Min(text.Length, Exchange.MaximumKept);
        while (Encoding.UTF8.GetByteCount(text.AsSpan(0, length)) > Exchange.MaximumKept || char.IsHighSurrogate(text[length - 1]))
        {
            length -= Math.Max(1, (Encoding.UTF8.GetByteCount(text.AsSpan(0, length)) - Exchange.MaximumKept) / 4);
        }

        return text[..length];
    }
}
