using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>Collects where what the service provider says and what it does differ (P30).</summary>
internal sealed class Disagreements
{
    private readonly Lock gate = new();
    private readonly List<string> found = [];

    public IReadOnlyList<string> Found
    {
        get
        {
            lock (gate)
            {
                return [.. found.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Notes a disagreement unless something holds.</summary>
    /// <returns>Whether it holds.</returns>
    public bool Unless(bool holds, string disagreement)
    {
        if (!holds)
        {
            lock (gate)
            {
                found.Add(disagreement);
            }
        }

        return holds;
    }

    /// <summary>Notes an answer that isn't the refusal that it has to be.</summary>
    public bool UnlessRefused(ScimAnswer answer, string what, int status, params string[] scimTypes) => Unless(
        answer.Status == status && (scimTypes.Length == 0 || scimTypes.Contains(answer.ScimType)),
        $"{what} has to be refused with {status} {string.Join(" or ", scimTypes)}, and is answered with {answer.Status} {answer.ScimType} {answer.Text}");
}
