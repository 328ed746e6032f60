using System.Buffers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using OptiId.Events.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.ScimGateway;

/// <summary>
/// What the provisioning log is to know of a request (P26), noted on its way: no words are made and no JSON is looked at before it is
/// answered. Mostly by references; copied is what would hold more than is kept, and a body's bytes, for those that they arrived in are Kestrel's.
/// </summary>
internal sealed class Exchange
{
    /// <summary>A longer request isn't kept whole: words are made from what the services answered.</summary>
    public const int MaximumWhole = 64 * 1024;

    /// <summary>How much of a body the log keeps (P26: bounded).</summary>
    public const int MaximumKept = 8 * 1024;

    private const int MaximumHeader = 256, MaximumShort = 1_000;

    // How many times as much as its text a tree takes.
    private const int TreeWeight = 4;

    public required string RequestId { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query as they came.</summary>
    public required string Target { get; set; }

    public required Route Route { get; init; }

    public DateTimeOffset At { get; init; }

    public TimeSpan Duration { get; set; }

    public int Status { get; set; }

    /// <summary>Who asks, with a valid token or one that is over; null until that is known, and nothing is logged before.</summary>
    public Caller? Caller { get; set; }

    public string UserAgent { get; init; } = "";

    /// <summary>Those that say nothing secret: a list of what is kept, not of what isn't.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The request's body, or the beginning of a long one; empty: none.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>How many bytes it has.</summary>
    public long BodyLength { get; private set; }

    /// <summary>The body of an operation of a bulk request; null where it is long.</summary>
    public JsonObject? Data { get; private set; }

    /// <summary>The bulk request that this is an operation of; empty: none.</summary>
    public string BulkRequestId { get; init; } = "";

    /// <summary>The answer's body, or its beginning.</summary>
    public ReadOnlyMemory<byte> Answer { get; private set; }

    public bool IsAnswerCut { get; private set; }

    public ScimErrorException? Error { get; set; }

    /// <summary>The user that was read or written, as far as words need it: without its document.</summary>
    public User? User
    {
        get;
        set => field = value is null ? null : new() { Id = value.Id, UserName = value.UserName, State = value.State };
    }

    /// <summary>What identity's log tells of a write.</summary>
    public IReadOnlyList<Change> Changes { get; set; } = [];

    /// <summary>The group that was read or written.</summary>
    public Group? Group { get; set; }

    public MemberCounts? Counts { get; set; }

    /// <summary>How many resources a list found.</summary>
    public uint? Found { get; set; }

    /// <summary>How many operations a bulk request had, and how many of them failed.</summary>
    public (int Operations, int Errors)? Bulk { get; set; }

    /// <summary>
    /// Whether a service did what was asked, whatever became of the answer: a client that hangs up before it, or a member list that breaks
    /// off, undoes nothing.
    /// </summary>
    public bool IsDone => Status < 400 || Changes.Count > 0 || Counts is not null;

    /// <summary>How many bytes wait with it for the writer, as far as that varies.</summary>
    public int Weight => Body.Length + Answer.Length + (Data is null ? 0 : TreeWeight * (int)BodyLength)
        + sizeof(char) * (Target.Length + UserAgent.Length + Headers.Sum(header => header.Value.Length) + (User?.UserName.Length ?? 0));

    /// <summary>Begins to note a request.</summary>
    public static Exchange Of(HttpContext http, Route route, string requestId, DateTimeOffset at)
    {
        var headers = http.Request.Headers;
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return new()
        {
            RequestId = requestId,
            Method = http.Request.Method,
            Target = TextCut.Short(target, RequestHead.MaximumTargetLength),
            Route = route,
            At = at,
            UserAgent = Header(headers.UserAgent),
            Headers =
            [
                ("Accept", Header(headers.Accept)), ("Content-Type", Header(headers.ContentType)),
                ("If-Match", Header(headers.IfMatch)), ("If-None-Match", Header(headers.IfNoneMatch)),
            ],
        };
    }

    private static string Header(StringValues value) => TextCut.Short(value.ToString(), MaximumHeader);

    /// <summary>Keeps the request's body.</summary>
    public void KeepBody(in ReadOnlySequence<byte> body)
    {
        BodyLength = body.Length;
        Body = body.Length <= MaximumWhole ? body.ToArray() : body.Slice(0, MaximumKept).ToArray();
    }

    /// <summary>Keeps the body of an operation of a bulk request, which is a tree already.</summary>
    public void KeepData(JsonObject? data, int length) => (Data, BodyLength) = (length <= MaximumWhole ? data : null, length);

    /// <summary>Keeps an answer that nobody writes to any more.</summary>
    public void KeepAnswer(ReadOnlyMemory<byte> body)
    {
        IsAnswerCut = body.Length > MaximumKept;
        Answer = IsAnswerCut ? body[..MaximumKept].ToArray() : body; // not the whole array for its beginning
    }

    /// <summary>Keeps the beginning of an answer that is sent part by part; the buffer is used again.</summary>
    public void KeepPart(ReadOnlyMemory<byte> part)
    {
        if (Answer.IsEmpty)
        {
            IsAnswerCut = part.Length > MaximumKept;
            Answer = (IsAnswerCut ? part[..MaximumKept] : part).ToArray();
        }
        else
        {
            IsAnswerCut = true;
        }
    }

    /// <summary>Lets the bodies go, and the rest of a long address: too many bytes wait already.</summary>
    public void DropBodies()
    {
        (Body, Data, Answer, IsAnswerCut) = (default, null, default, !Answer.IsEmpty);
        Target = TextCut.Short(Target, MaximumShort);
    }

    /// <summary>Whether what is kept of the bodies isn't all of them.</summary>
    public bool IsCut => IsAnswerCut || BodyLength > MaximumKept || (Data is null && Body.Length < BodyLength);
}
