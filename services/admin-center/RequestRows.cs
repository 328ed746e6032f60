using OptiId.Gateway.V1;

namespace OptiId.AdminCenter;

/// <summary>What the provisioning log is narrowed to.</summary>
/// <param name="Text">A part of the summary, address, error or a target's name.</param>
/// <param name="OnlyFailed">Status 400 and above.</param>
/// <param name="OnlyChanges">Without reads and searches that succeeded.</param>
/// <param name="ResourceId">About this user or group; empty: all.</param>
internal sealed record RequestFilter(string Text = "", bool OnlyFailed = false, bool OnlyChanges = false, string ResourceId = "")
{
    /// <summary>Whether everything is shown.</summary>
    public bool IsEmpty => this == new RequestFilter();

    /// <summary>Whether a request that just came belongs to the list, as the log itself would decide.</summary>
    public bool Matches(LoggedRequest request) =>
        (!OnlyFailed || RequestRows.IsFailed(request))
        && (!OnlyChanges || RequestRows.IsChange(request))
        && (ResourceId.Length == 0 || request.Targets.Any(target => target.Id == ResourceId))
        && (Text.Length == 0 || Holds(request.Summary) || Holds(request.Address) || Holds(Uri.UnescapeDataString(request.Address)) || Holds(request.Detail)
            || Holds(request.ScimType) || request.Targets.Any(target => Holds(target.Name)));

    private bool Holds(string where) => where.Contains(Text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What came in since a page was opened.</summary>
/// <param name="Requests">All of them.</param>
/// <param name="Users">Changes of users that were made.</param>
/// <param name="Groups">Groups that were created, renamed or deleted.</param>
/// <param name="Memberships">Changes of members.</param>
/// <param name="Failures">Requests that failed.</param>
internal readonly record struct Arrivals(long Requests, long Users, long Groups, long Memberships, long Failures);

/// <summary>
/// The rows of the provisioning log that a page holds: at most <see cref="Maximum"/>, newest first. What comes in while one reads
/// (<see cref="IsHeld"/>) waits above, so that nothing moves; what was counted is never forgotten.
/// </summary>
internal sealed class RequestRows
{
    /// <summary>How many rows a page holds, and how many wait, however fast they come.</summary>
    public const int Maximum = 300;

    private readonly List<LoggedRequest> rows = [];
    private readonly List<LoggedRequest> waiting = []; // oldest first
    private readonly List<LoggedRequest> recent = []; // oldest first: what came while a page of the log was being read
    private RequestFilter filter = new();
    private bool isHeld;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<LoggedRequest> Rows => rows;

    /// <summary>How many came that aren't shown yet.</summary>
    public long Waiting { get; private set; }

    /// <summary>Whether newer rows than the first were let go, so that what comes can't be joined to it: the list has to be read anew.</summary>
    public bool IsApart { get; private set; }

    /// <summary>Where the log goes on below; 0: nowhere.</summary>
    public ulong NextBefore { get; private set; }

    /// <summary>What came in since the page was opened.</summary>
    public Arrivals Arrivals { get; private set; }

    /// <summary>The newest number that came, or that was there when the page was opened.</summary>
    public ulong Newest { get; private set; }

    /// <summary>Whether what comes has to wait: one reads further down, or has pressed "Pause".</summary>
    public bool IsHeld
    {
        get => isHeld;
        set
        {
            isHeld = value;
            ReleaseWhereFree();
        }
    }

    /// <summary>Counts from here on.</summary>
    public void CountFrom(ulong number) => Newest = number;

    /// <summary>Begins with a page of the log.</summary>
    /// <param name="page">Newest first.</param>
    /// <param name="nextBefore">Where the log goes on below it; 0: nowhere.</param>
    /// <param name="narrowedTo">To what the page is narrowed.</param>
    /// <param name="known"><see cref="Newest"/> as it was when the page was asked for: all up to there was looked at, whether the page holds it or not.</param>
    public void Begin(IReadOnlyList<LoggedRequest> page, ulong nextBefore, RequestFilter narrowedTo, ulong known = 0)
    {
        filter = narrowedTo;
        rows.Clear();
        rows.AddRange(page);
        waiting.Clear();
        var top = page.Count > 0 ? page[0].Number : 0;
        var isTorn = recent.Count > 0 && recent[0].Number > Math.Max(top, known) + 1; // so many came meanwhile that some were let go
        (Waiting, IsApart, NextBefore) = (0, isTorn, nextBefore);
        Show(recent.Where(request => request.Number > top));
    }

    /// <summary>Adds an older page below. The newest rows go where there are too many.</summary>
    public void AddOlder(IReadOnlyList<LoggedRequest> page, ulong nextBefore)
    {
        rows.AddRange(page);
        NextBefore = nextBefore;
        if (rows.Count > Maximum)
        {
            rows.RemoveRange(0, rows.Count - Maximum);
            IsApart = true;
            waiting.Clear();
        }
    }

    /// <summary>Takes in what has just come, oldest first.</summary>
    public void Add(IEnumerable<LoggedRequest> arrived)
    {
        var news = arrived.Where(request => request.Number > Newest).ToList();
        if (news.Count == 0)
        {
            return;
        }

        Newest = news[^1].Number;
        Arrivals = news.Aggregate(Arrivals, Count);
        recent.AddRange(news);
        KeepLast(recent);
        Show(news);
    }

    /// <summary>Status 400 and above.</summary>
    public static bool IsFailed(LoggedRequest request) => request.Status >= 400;

    /// <summary>No plain read or search; or one that failed.</summary>
    public static bool IsChange(LoggedRequest request) =>
        IsFailed(request) || request.Operation is not (Operation.Read or Operation.Search or Operation.Other);

    private void Show(IEnumerable<LoggedRequest> news)
    {
        foreach (var request in news.Where(filter.Matches))
        {
            Waiting++;
            if (!IsApart)
            {
                waiting.Add(request);
            }
        }

        KeepLast(waiting);
        ReleaseWhereFree();
    }

    // Where so many waited that some were let go, those that wait are as many as fit, and the rows below them go.
    private void ReleaseWhereFree()
    {
        if (isHeld || IsApart || waiting.Count == 0)
        {
            return;
        }

        waiting.Reverse();
        rows.InsertRange(0, waiting);
        if (Waiting > waiting.Count || rows.Count > Maximum)
        {
            rows.RemoveRange(Maximum, rows.Count - Maximum);
            NextBefore = rows[^1].Number; // what was let go is read from the log again
        }

        waiting.Clear();
        Waiting = 0;
    }

    private static void KeepLast(List<LoggedRequest> requests)
    {
        if (requests.Count > Maximum)
        {
            requests.RemoveRange(0, requests.Count - Maximum);
        }
    }

    private static Arrivals Count(Arrivals before, LoggedRequest request)
    {
        var after = before with { Requests = before.Requests + 1 };
        if (IsFailed(request))
        {
            return after with { Failures = after.Failures + 1 };
        }

        if (!IsChange(request) || request.Operation == Operation.Bulk)
        {
            return after; // a bulk's operations are requests of their own
        }

        return request switch
        {
            { Operation: Operation.ChangeMembers } => after with { Memberships = after.Memberships + 1 },
            { Targets: [{ Kind: ResourceKind.Group }, ..] } => after with { Groups = after.Groups + 1 },
            _ => after with { Users = after.Users + 1 },
        };
    }
}
