using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using OptiId.Access.V1;
using OptiId.Common.V1;

namespace OptiId.Cli;

internal static class AccessCommands
{
    private const int MaximumPage = 1_000;

    public static Command Build() => new("access", "Who may do what in which product instance, and why.")
    {
        Check(), Instances(), Users(), Why(), Watch(), Status(), Rebuild(),
    };

    private static OperatorCommand Check()
    {
        var (user, instance) = (UserArgument(), InstanceArgument());
        var role = new Option<string>("--role") { HelpName = "role", Description = "This role. Default: any.", DefaultValueFactory = _ => "" };
        var consistency = new ConsistencyOptions();
        return new(
            "check",
            "Says whether a user may; ends with 0 for yes, 3 for no.",
            "optiid access check ada@example.com \"Main site\" --role Editor",
            async run =>
        {
            var (organizationId, userId, instanceId) = await NamesAsync(run, user, instance);
            var answer = await run.Access.CheckAsync(
                new()
                {
                    OrganizationId = organizationId,
                    UserId = userId,
                    InstanceId = instanceId,
                    Role = run.Get(role),
                    Consistency = consistency.Of(run),
                },
                run.Call);
            run.ExitCode = answer.Allowed ? ExitCode.Done : ExitCode.Denied;
            run.Output.Write(answer, () => run.Output.Details(
                ("access", answer.Allowed ? "allowed" : "denied"), ("roles", string.Join(", ", answer.Roles)), ("freshness", Format(answer.Freshness))));
        })
        { user, instance, role, consistency.AtLeast, consistency.AllowStale };
    }

    private static OperatorCommand Instances()
    {
        var user = UserArgument();
        var consistency = new ConsistencyOptions();
        return new("instances", "Lists the product instances that a user has access to.", "optiid access instances ada@example.com", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var userId = await run.UserIdAsync(organizationId, run.Get(user));
            var answer = await run.Access.ListInstancesOfUserAsync(
                new() { OrganizationId = organizationId, UserId = userId, Consistency = consistency.Of(run) }, run.Call);
            run.Output.Write(answer, () =>
            {
                run.Output.Table(
                    "The user has no access.",
                    ["Product instance", "Id", "Product", "Roles"],
                    answer.Instances.Select(access => new[] { access.Name, access.InstanceId, access.Product, string.Join(", ", access.Roles) }));
                WarnOfStale(run.Output, answer.Freshness);
            });
        })
        { user, consistency.AtLeast, consistency.AllowStale };
    }

    private static OperatorCommand Users()
    {
        var (instance, limit) = (InstanceArgument(), UserCommands.Limit("users"));
        var consistency = new ConsistencyOptions();
        return new("users", "Lists the users who have access to a product instance.", "optiid access users \"Main site\"", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var instanceId = (await run.InstanceAsync(organizationId, run.Get(instance))).Id;
            var (all, maximum) = (new ListUsersOfInstanceResponse(), run.Get(limit));
            await CommandRun.PagesAsync(maximum, MaximumPage, async size =>
            {
                var page = await run.Access.ListUsersOfInstanceAsync(
                    new()
                    {
                        OrganizationId = organizationId,
                        InstanceId = instanceId,
                        PageSize = size,
                        PageToken = all.NextPageToken,
                        Consistency = consistency.Of(run),
                    },
                    run.Call);
                all.Users.Add(page.Users);
                (all.NextPageToken, all.Freshness) = (page.NextPageToken, page.Freshness);
                return (all.Users.Count, page.NextPageToken.Length > 0);
            });

            await run.Output.WriteAsync(all, async () =>
            {
                var names = await run.UserNamesAsync(organizationId, all.Users.Select(access => access.UserId));
                run.Output.Table(
                    "Nobody has access.",
                    ["userName", "Id", "Roles"],
                    all.Users.Select(access => new[] { names.GetValueOrDefault(access.UserId, ""), access.UserId, string.Join(", ", access.Roles) }));
                if (all.NextPageToken.Length > 0)
                {
                    run.Output.Line("There are more; see them by --limit.");
                }

                WarnOfStale(run.Output, all.Freshness);
            });
        })
        { instance, limit, consistency.AtLeast, consistency.AllowStale };
    }

    private static OperatorCommand Why()
    {
        var (user, instance) = (UserArgument(), InstanceArgument());
        var consistency = new ConsistencyOptions();
        return new(
            "why",
            "Says by which groups and grants a user has access, since when, and what caused it.",
            "optiid access why ada@example.com \"Main site\"",
            async run =>
        {
            var (organizationId, userId, instanceId) = await NamesAsync(run, user, instance);
            var answer = await run.Access.ExplainAsync(
                new() { OrganizationId = organizationId, UserId = userId, InstanceId = instanceId, Consistency = consistency.Of(run) }, run.Call);
            run.Output.Write(answer, () =>
            {
                if (answer.Paths.Count > 0)
                {
                    run.Output.Table(
                        "",
                        ["Role", "Group", "Member since", "Member by", "Granted", "Granted by"],
                        answer.Paths.Select(path => new[]
                        {
                            path.Role, path.GroupName,
                            Output.Format(path.MemberSince), Format(path.MembershipCause),
                            Output.Format(path.Granted), Format(path.GrantCause),
                        }));
                }

                if (answer.Summary.Length > 0)
                {
                    run.Output.Line(answer.Summary);
                }

                WarnOfStale(run.Output, answer.Freshness);
            });
        })
        { user, instance, consistency.AtLeast, consistency.AllowStale };
    }

    private static OperatorCommand Watch()
    {
        var instance = InstanceArgument();
        var after = new Option<Position[]>("--after")
        {
            HelpName = "position",
            Description = "Go on after a position that an earlier watch wrote.",
            CustomParser = PositionText.Parse,
            Arity = ArgumentArity.ExactlyOne,
        };
        return new(
            "watch",
            "Writes each change of access to a product instance until Ctrl-C; in JSON, a line each.",
            "optiid access watch \"Main site\" --json",
            async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var instanceId = (await run.InstanceAsync(organizationId, run.Get(instance))).Id;
            using var call = run.Access.Watch(
                new() { OrganizationId = organizationId, InstanceId = instanceId, After = run.Get(after)?.FirstOrDefault() }, run.EndlessCall);
            while (await call.ResponseStream.MoveNext(run.Cancellation))
            {
                var answer = call.ResponseStream.Current;
                run.Output.WriteNext(answer, () => Show(run.Output, answer));
            }
        })
        { instance, after };
    }

    private static OperatorCommand Status() => new("status", "Says how far the projection is behind the services' logs.", "optiid access status", async run =>
    {
        var answer = await run.Access.GetStatusAsync(new(), run.Call);
        run.Output.Write(answer, () =>
        {
            run.Output.Table(
                "Nothing has been written yet.",
                ["Source", "Partition", "Applied", "Head", "Behind", "Freshness"],
                answer.Partitions.Select(partition => new[]
                {
                    partition.Source, Output.Format(partition.Partition), Output.Format(partition.Applied), Output.Format(partition.Head),
                    Output.Format(partition.Head > partition.Applied ? partition.Head - partition.Applied : 0), Format(partition.Freshness),
                }));
            run.Output.Line($"Over all: {Format(answer.Freshness)}; gaps closed: {Output.Format(answer.GapsClosed)}.");
        });
    });

    private static OperatorCommand Rebuild() => new(
        "rebuild",
        "Builds the projection anew, of one organization's partition where --organization is said; the old one answers until it is there.",
        "optiid access rebuild",
        async run =>
    {
        var organizationId = run.Get(GlobalOptions.Organization) is { Length: > 0 } ? await run.OrganizationIdAsync() : "";
        var answer = await run.Access.RebuildAsync(new() { OrganizationId = organizationId }, run.LongCall);
        run.Output.Write(answer, () => run.Output.Line(
            $"Rebuilt {answer.Partitions} partition(s) from {Output.Format(answer.Entries)} entries in {answer.Took?.ToTimeSpan().TotalSeconds ?? 0:0.0} s."));
    });

    private static async Task<(string OrganizationId, string UserId, string InstanceId)> NamesAsync(
        CommandRun run, Argument<string> user, Argument<string> instance)
    {
        var organizationId = await run.OrganizationIdAsync();
        return (organizationId, await run.UserIdAsync(organizationId, run.Get(user)), (await run.InstanceAsync(organizationId, run.Get(instance))).Id);
    }

    private static void Show(Output output, WatchResponse answer)
    {
        var position = Output.Format(answer.Position);
        if (answer.ListAgain)
        {
            output.Line($"{position}  too much has changed to say; list the instance's users anew");
        }
        else if (answer.Users.Count == 0)
        {
            output.Line($"{position}  watching");
        }

        foreach (var user in answer.Users)
        {
            output.Line($"{position}  {user.UserId}  {(user.Roles.Count == 0 ? "no access" : string.Join(", ", user.Roles))}");
        }
    }

    private static void WarnOfStale(Output output, Freshness? freshness)
    {
        if (freshness is { Fresh: false })
        {
            output.Line($"Freshness: {Format(freshness)}.");
        }
    }

    private static string Format(Freshness? freshness) => freshness is null ? "" : $"{(freshness.Fresh ? "fresh" : "not shown")}, {Format(freshness.Age)} old";

    private static string Format(Duration? age) => (age?.ToTimeSpan() ?? TimeSpan.Zero) is { TotalHours: < 1 } brief
        ? string.Create(CultureInfo.InvariantCulture, $"{brief.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{age!.ToTimeSpan().TotalHours:0.0} h");

    private static string Format(Cause? cause) => cause is null ? "" : $"{cause.Actor} ({cause.RequestId})";

    private static Argument<string> UserArgument() => new("user") { Description = "The user's userName or id." };

    private static Argument<string> InstanceArgument() => new("instance") { Description = "The product instance's name or id." };

    /// <summary>How fresh an answer must be.</summary>
    private sealed class ConsistencyOptions
    {
        public Option<Position[]> AtLeast { get; } = new("--at-least")
        {
            HelpName = "position",
            Description = "The answer includes this change; several times.",
            CustomParser = PositionText.Parse,
            Arity = ArgumentArity.ZeroOrMore,
        };

        public Option<bool> AllowStale { get; } = new("--allow-stale") { Description = "Answer from what is known, even where its freshness can't be shown." };

        public Consistency Of(CommandRun run) => new() { AtLeast = { run.Get(AtLeast) ?? [] }, AllowStale = run.Get(AllowStale) };
    }
}
