using System.Diagnostics;
using OptiId.Access.V1;
using OptiId.Groups.V1;
using OptiId.OktaSim.Day;

namespace OptiId.OktaSim.Product;

/// <summary>Who may do what: which roles a person must have in an instance; none is an answer too.</summary>
internal sealed record AccessQuestion(Person Person, Instance Instance, params string[] Roles)
{
    public override string ToString() => $"{Person}: {AccessQuestions.Words(Roles)} in {Instance.Name}";
}

/// <summary>
/// Asks the access service until it agrees: SCIM's answers carry no position to ask for, so that convergence is waited for, and timed.
/// </summary>
internal sealed class AccessQuestions(ProductServices services, Expectations expect, Transcript transcript)
{
    private const uint UsersPerPage = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Everything must become true within 5 s.</summary>
    public async Task AgreeAsync(IReadOnlyCollection<AccessQuestion> questions, string rule, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var open = questions.ToList();
        Dictionary<AccessQuestion, string> answers = [];
        while (true)
        {
            foreach (var question in open.ToList())
            {
                var answer = await CheckAsync(question, cancellation);
                answers[question] = answer.Words;
                if (answer.Agrees)
                {
                    transcript.SayInDetail($"{question}");
                    open.Remove(question);
                }
            }

            var took = Stopwatch.GetElapsedTime(started);
            if (open.Count == 0 || took > Patience)
            {
                transcript.Say($"access agreed with {questions.Count - open.Count} of {questions.Count} questions after {took.TotalMilliseconds:F0} ms");
                break;
            }

            await Task.Delay(Pause, cancellation);
        }

        foreach (var question in open)
        {
            expect.Product(false, rule, question.ToString(), $"after 5 s access still answered: {answers[question]}");
        }
    }

    /// <summary>Why someone has a role: exactly by these groups (P21).</summary>
    public async Task ExplainAsync(Person person, Instance instance, IReadOnlyDictionary<string, string> groupIdByRole, CancellationToken cancellation)
    {
        var request = new ExplainRequest { OrganizationId = services.OrganizationId, UserId = person.Id, InstanceId = instance.Id };
        var answer = await services.CallAsync($"why may {person}?", o => services.Access.ExplainAsync(request, o), cancellation);
        foreach (var path in answer.Paths)
        {
            var group = path.Everyone ? "Everyone" : path.GroupName;
            transcript.Say($"because of {group}: {path.Role}, since {path.MemberSince?.ToDateTimeOffset():T}, by request {path.MembershipCause?.RequestId}");
        }

        foreach (var (role, groupId) in groupIdByRole)
        {
            expect.Product(
                answer.Paths.Any(path => path.Role == role && path.GroupId == groupId), "P21",
                $"{person} has {role} of {instance.Name} because of the group {groupId}", $"access explained: {answer}");
        }
    }

    /// <summary>Why someone has nothing: no path, and a sentence (P21).</summary>
    public async Task ExplainNothingAsync(Person person, Instance instance, CancellationToken cancellation)
    {
        var request = new ExplainRequest { OrganizationId = services.OrganizationId, UserId = person.Id, InstanceId = instance.Id };
        var answer = await services.CallAsync($"why may {person} not?", o => services.Access.ExplainAsync(request, o), cancellation);
        transcript.Say(answer.Summary);
        var explained = answer.Paths.Count == 0 && answer.Summary.Length > 0;
        expect.Product(explained, "P21", $"no path, and a sentence why {person} has nothing", $"access explained: {answer}");
    }

    /// <summary>The list of an instance's users must be exactly these within 5 s.</summary>
    public async Task AgreeOnUsersAsync(Instance instance, HashSet<string> userIds, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var listed = await ListUsersAsync(instance, cancellation);
            var took = Stopwatch.GetElapsedTime(started);
            if (listed.SetEquals(userIds) || took > Patience)
            {
                transcript.Say($"access lists {listed.Count} users of {instance.Name}, {userIds.Count} are right, after {took.TotalMilliseconds:F0} ms");
                expect.Product(
                    listed.SetEquals(userIds), "P20", $"the users of {instance.Name} are those of its groups",
                    $"{userIds.Except(listed).Count()} are missing and {listed.Except(userIds).Count()} are too many");
                return;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    internal static string Words(IReadOnlyCollection<string> roles) => roles.Count == 0 ? "no role" : string.Join(" and ", roles);

    private async Task<HashSet<string>> ListUsersAsync(Instance instance, CancellationToken cancellation)
    {
        HashSet<string> ids = [];
        var request = new ListUsersOfInstanceRequest { OrganizationId = services.OrganizationId, InstanceId = instance.Id, PageSize = UsersPerPage };
        do
        {
            var page = await services.CallAsync("", o => services.Access.ListUsersOfInstanceAsync(request, o), cancellation);
            ids.UnionWith(page.Users.Select(user => user.UserId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return ids;
    }

    private async Task<(bool Agrees, string Words)> CheckAsync(AccessQuestion question, CancellationToken cancellation)
    {
        var request = new CheckRequest
        {
            OrganizationId = services.OrganizationId,
            UserId = question.Person.Id,
            InstanceId = question.Instance.Id,
            Consistency = new Consistency { AllowStale = false },
        };
        var answer = await services.CallAsync("", o => services.Access.CheckAsync(request, o), cancellation);
        var sameRoles = answer.Roles.Order(StringComparer.Ordinal).SequenceEqual(question.Roles.Order(StringComparer.Ordinal));
        var freshness = answer.Freshness is { Fresh: true } ? "fresh" : "not shown to be fresh";
        var agrees = sameRoles && answer.Allowed == question.Roles.Length > 0;
        return (agrees, $"{(answer.Allowed ? "allowed" : "not allowed")}, {Words(answer.Roles)}, {freshness}");
    }
}
