using System.Text;

namespace OptiId.Scim.Tests;

/// <summary>Bulk requests to begin with, and a service that does what a job says.</summary>
internal static class BulkSample
{
    public const int MaximumOperations = 1_000;

    /// <summary>Reads a request with these operations; the braces and schemas around them are added.</summary>
    public static BulkRequest Request(params IEnumerable<string> operations) => RequestWith("", operations);

    /// <summary>As <see cref="Request"/>, with members before the operations.</summary>
    public static BulkRequest RequestWith(string members, params IEnumerable<string> operations) =>
        Read($"{{\"schemas\":[\"{ScimSchemas.BulkRequestUrn}\"],{members}\"Operations\":[{string.Join(',', operations)}]}}");

    /// <summary>Reads a whole body.</summary>
    public static BulkRequest Read(string json) => BulkRequest.Read(Encoding.UTF8.GetBytes(json), MaximumOperations);

    /// <summary>A POST of a user whose manager is another.</summary>
    public static string User(string bulkId, string? manager = null) =>
        $"{{\"method\":\"POST\",\"path\":\"/Users\",\"bulkId\":\"{bulkId}\",\"data\":{{\"schemas\":[\"{ScimSchemas.UserUrn}\"],\"userName\":\"{bulkId}@x.org\""
        + (manager is null ? "}}" : $",\"{ScimSchemas.EnterpriseUserUrn}\":{{\"department\":\"D\",\"manager\":{{\"value\":\"bulkId:{manager}\"}}}}}}}}");

    /// <summary>A POST of a group with members.</summary>
    public static string Group(string bulkId, params IEnumerable<string> members) =>
        $"{{\"method\":\"POST\",\"path\":\"/Groups\",\"bulkId\":\"{bulkId}\",\"data\":{{\"schemas\":[\"{ScimSchemas.GroupUrn}\"],\"displayName\":\"{bulkId}\","
        + $"\"members\":[{string.Join(',', members.Select(member => $"{{\"type\":\"User\",\"value\":\"bulkId:{member}\"}}"))}]}}}}";

    /// <summary>A PATCH of a group.</summary>
    public static string Patch(string path, string operations) =>
        $"{{\"method\":\"PATCH\",\"path\":\"{path}\",\"data\":{{\"schemas\":[\"{ScimSchemas.PatchOpUrn}\"],\"Operations\":[{operations}]}}}}";

    /// <summary>The steps of a plan: R0 runs the first operation, C and F create and complete it.</summary>
    public static string Plan(BulkRequest request) => string.Join(' ', BulkPlan.Of(request).Select(Name));

    /// <summary>
    /// Does a job as a service would in which everything succeeds but those bulkIds. Ids are id-BULKID.
    /// </summary>
    /// <returns>Each turn: its step, then ! for a failure, then what was refused.</returns>
    public static List<(string Step, BulkTurn Turn)> Do(BulkRequest request, params string[] failing)
    {
        var (job, turns) = (new BulkJob(request), new List<(string, BulkTurn)>());
        while (job.Next() is { } turn)
        {
            var fails = turn.Refusal is not null || (turn.Step.Kind != BulkStepKind.Complete && failing.Contains(turn.Operation.BulkId));
            turns.Add((Name(turn.Step) + (fails ? "!" : ""), turn));
            if (turn.Refusal is null && fails)
            {
                job.Fail(turn);
            }
            else if (turn.Refusal is null)
            {
                job.Succeed(turn, "id-" + turn.Operation.BulkId);
            }
        }

        return turns;
    }

    /// <summary>The turns' steps.</summary>
    public static string Steps(this List<(string Step, BulkTurn Turn)> turns) => string.Join(' ', turns.Select(turn => turn.Step));

    private static string Name(BulkStep step) => step.Kind switch
    {
        BulkStepKind.Run => "R",
        BulkStepKind.Create => "C",
        _ => "F",
    } + step.Operation.Index;
}
