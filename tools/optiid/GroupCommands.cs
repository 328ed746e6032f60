using System.CommandLine;
using OptiId.Common.V1;
using OptiId.Groups.V1;

namespace OptiId.Cli;

internal static class GroupCommands
{
    private const int MaximumPage = 1_000;
    private const int MaximumSearchPage = 200;

    public static Command Build() => new("groups", "Groups and their members.")
    {
        List(), Search(), Show(), History(), Create(), AddMember(), RemoveMember(), Delete(), Release(), Members(), Parked(),
    };

    private static OperatorCommand List()
    {
        var filter = new Option<string?>("--filter") { HelpName = "scim filter", Description = "Only those that match, as SCIM filters (RFC 7644)." };
        var limit = UserCommands.Limit("groups");
        return new("list", "Lists groups, the reserved ones too.", "optiid groups list", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var (all, maximum) = (new ListGroupsResponse(), run.Get(limit));
            await CommandRun.PagesAsync(maximum, MaximumPage, async size =>
            {
                var page = await run.Groups.ListGroupsAsync(
                    new()
                    {
                        OrganizationId = organizationId,
                        Filter = run.Get(filter) ?? "",
                        StartIndex = (uint)all.Groups.Count + 1,
                        Count = size,
                        IncludeSystem = true,
                    },
                    run.Call);
                all.Groups.Add(page.Groups);
                all.TotalResults = page.TotalResults;
                return (all.Groups.Count, page.Groups.Count > 0 && all.Groups.Count < all.TotalResults);
            });

            run.Output.Write(all, () =>
            {
                run.Output.Table(
                    "There is no such group.",
                    ["displayName", "Id", "Source", "Members", "Created", "Changed"],
                    all.Groups.Select(group => new[]
                    {
                        group.DisplayName, group.Id, Output.Format(group.Source), MemberCount(group),
                        Output.Format(group.Created), Output.Format(group.LastModified),
                    }));
                run.Output.SayIfMore(all.Groups.Count, all.TotalResults);
            });
        })
        { filter, limit };
    }

    private static OperatorCommand Search()
    {
        var text = new Argument<string>("text") { Description = "A part of the displayName, in any letter case.", Arity = ArgumentArity.ZeroOrOne };
        var source = new Option<Source[]>("--source")
        {
            AllowMultipleArgumentsPerToken = true,
            HelpName = "scim|jit|local|system",
            Description = "Only those of this source; several times.",
        };
        var limit = UserCommands.Limit("groups");
        return new("search", "Looks for groups by a part of the name, the reserved ones too.", "optiid groups search edit --source scim", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var (all, maximum) = (new SearchGroupsResponse(), run.Get(limit));
            await CommandRun.PagesAsync(maximum, MaximumSearchPage, async size =>
            {
                var page = await run.Groups.SearchGroupsAsync(
                    new()
                    {
                        OrganizationId = organizationId,
                        Text = run.Get(text) ?? "",
                        Sources = { run.Get(source) ?? [] },
                        PageSize = size,
                        PageToken = all.NextPageToken,
                    },
                    run.Call);
                all.Groups.Add(page.Groups);
                (all.NextPageToken, all.GroupsInAll) = (page.NextPageToken, page.GroupsInAll);
                return (all.Groups.Count, page.NextPageToken.Length > 0);
            });

            run.Output.Write(all, () =>
            {
                run.Output.Table(
                    $"None of the {Output.Format(all.GroupsInAll)} groups is found.",
                    ["displayName", "Id", "Source", "Members", "Changed"],
                    all.Groups.Select(group => new[]
                    {
                        group.DisplayName, group.Id, Output.Format(group.Source), MemberCount(group), Output.Format(group.LastModified),
                    }));
                if (all.NextPageToken.Length > 0)
                {
                    run.Output.Line("There are more; see them by --limit.");
                }
            });
        })
        { text, source, limit };
    }

    private static OperatorCommand History()
    {
        var (group, limit) = (GroupArgument(), UserCommands.Limit("entries"));
        return new("history", "Says what was changed of a group, when and by whom, newest first.", "optiid groups history Editors", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var found = await run.GroupAsync(organizationId, run.Get(group));
            var (all, maximum) = (new ListGroupHistoryResponse(), run.Get(limit));
            await CommandRun.PagesAsync(maximum, MaximumSearchPage, async size =>
            {
                var page = await run.Groups.ListGroupHistoryAsync(
                    new()
                    {
                        OrganizationId = organizationId,
                        GroupId = found.Id,
                        PageSize = size,
                        Before = all.NextBefore,
                    },
                    run.Call);
                all.Changes.Add(page.Changes);
                all.NextBefore = page.NextBefore;
                return (all.Changes.Count, page.NextBefore > 0);
            });

            run.Output.Write(all, () => run.Output.Table(
                "The log says nothing of this group any more.",
                ["When", "What", "By", "Request"],
                all.Changes.Select(change => new[]
                {
                    Output.Format(change.At), GroupHistory.Describe(change), change.Cause?.Actor ?? "", change.Cause?.RequestId ?? "",
                })));
        })
        { group, limit };
    }

    private static OperatorCommand Show()
    {
        var group = GroupArgument();
        return new("show", "Shows a group.", "optiid groups show Editors", async run =>
        {
            var found = await run.GroupAsync(await run.OrganizationIdAsync(), run.Get(group));
            run.Output.Write(new GetGroupResponse { Group = found }, () => Show(run.Output, found));
        })
        { group };
    }

    private static OperatorCommand Create()
    {
        var name = new Argument<string>("displayName") { Description = "What the group is called." };
        var members = new Option<string[]>("--member")
        {
            AllowMultipleArgumentsPerToken = true,
            HelpName = "user",
            Description = "A first member, by userName or id; several times.",
        };
        return new("create", "Creates a local group.", "optiid groups create Editors --member ada@example.com", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var request = new CreateGroupRequest
            {
                OrganizationId = organizationId,
                DisplayName = run.Get(name),
                Manager = Manager.Administrator,
                Cause = run.Cause,
            };
            foreach (var member in run.Get(members))
            {
                request.MemberIds.Add((await run.UserAsync(organizationId, member)).Id);
            }

            var answer = await run.Groups.CreateGroupAsync(request, run.Call);
            run.Output.Write(answer, () => Show(run.Output, answer.Group, ("position", Output.Format(answer.Position))));
        })
        { name, members };
    }

    private static OperatorCommand AddMember()
    {
        var (group, users) = (GroupArgument(), UsersArgument());
        return new(
            "add-member",
            "Adds users to a group; one that is a member already is left as it is.",
            "optiid groups add-member Editors ada@example.com",
            run =>
            ChangeMembersAsync(run, run.Get(group), run.Get(users), ids => new() { Add = ids }))
        { group, users };
    }

    private static OperatorCommand RemoveMember()
    {
        var (group, users) = (GroupArgument(), UsersArgument());
        return new(
            "remove-member",
            "Removes users from a group; one that is no member changes nothing.",
            "optiid groups remove-member Editors ada@example.com",
            run =>
            ChangeMembersAsync(run, run.Get(group), run.Get(users), ids => new() { Remove = ids }))
        { group, users };
    }

    private static OperatorCommand Delete()
    {
        var group = GroupArgument();
        return new("delete", "Deletes a group; its memberships and grants end, its users stay.", "optiid groups delete Editors", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var deleted = await run.GroupAsync(organizationId, run.Get(group));
            var answer = await run.Groups.DeleteGroupAsync(
                new() { OrganizationId = organizationId, GroupId = deleted.Id, Manager = Manager.Administrator, Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => run.Output.Line($"Group {deleted.DisplayName} is deleted ({Output.Format(answer.Position)})."));
        })
        { group };
    }

    private static OperatorCommand Release()
    {
        var group = GroupArgument();
        return new("release", "Makes a managed group local, so that it can be edited or deleted by hand.", "optiid groups release Editors", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var released = await run.GroupAsync(organizationId, run.Get(group));
            var answer = await run.Groups.ReleaseGroupAsync(new() { OrganizationId = organizationId, GroupId = released.Id, Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => Show(run.Output, answer.Group, ("position", Output.Format(answer.Position))));
        })
        { group };
    }

    private static OperatorCommand Members()
    {
        var (group, limit) = (GroupArgument(), UserCommands.Limit("members"));
        return new("members", "Lists a group's members.", "optiid groups members Editors", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var found = await run.GroupAsync(organizationId, run.Get(group));
            var (all, maximum) = (new ListMembersResponse(), run.Get(limit));
            using (var call = run.Groups.ListMembers(new() { OrganizationId = organizationId, GroupId = found.Id }, run.LongCall))
            {
                while (all.UserIds.Count < maximum && await call.ResponseStream.MoveNext(run.Cancellation))
                {
                    all.UserIds.Add(call.ResponseStream.Current.UserIds.Take(maximum - all.UserIds.Count));
                }
            }

            await run.Output.WriteAsync(all, async () =>
            {
                if (found.Everyone)
                {
                    run.Output.Line("Every active user is a member, always. See: optiid users list");
                    return;
                }

                var names = await run.UserNamesAsync(organizationId, all.UserIds);
                run.Output.Table("The group has no member.", ["userName", "Id"], all.UserIds.Select(id => new[] { names.GetValueOrDefault(id, ""), id }));
                run.Output.SayIfMore(all.UserIds.Count, found.MemberCount);
            });
        })
        { group, limit };
    }

    private static OperatorCommand Parked()
    {
        var group = GroupArgument();
        return new(
            "parked",
            "Lists members that were pushed before their user is there; they count as soon as it is.",
            "optiid groups parked Editors",
            async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var found = await run.GroupAsync(organizationId, run.Get(group));
            var answer = await run.Groups.ListParkedMembersAsync(new() { OrganizationId = organizationId, GroupId = found.Id }, run.Call);
            run.Output.Write(answer, () => run.Output.Table(
                "No member is parked.",
                ["User id", "Since", "Expires"],
                answer.Members.Select(member => new[] { member.UserId, Output.Format(member.Since), Output.Format(member.Expires) })));
        })
        { group };
    }

    private static async Task ChangeMembersAsync(CommandRun run, string group, string[] users, Func<MemberChange.Types.Ids, MemberChange> change)
    {
        var organizationId = await run.OrganizationIdAsync();
        var changed = await run.GroupAsync(organizationId, group);
        var ids = new MemberChange.Types.Ids();
        foreach (var user in users)
        {
            ids.UserIds.Add(await run.UserIdAsync(organizationId, user));
        }

        var answer = await run.Groups.ChangeGroupAsync(
            new()
            {
                OrganizationId = organizationId,
                GroupId = changed.Id,
                Manager = Manager.Administrator,
                MemberChanges = { change(ids) },
                Cause = run.Cause,
            },
            run.Call);
        var counts = answer.Counts ?? new();
        run.Output.Write(answer, () => run.Output.Line(
            $"{changed.DisplayName}: {counts.Added} added, {counts.Removed} removed, {counts.Parked} parked ({Output.Format(answer.Position)})."));
    }

    private static Argument<string> GroupArgument() => new("group") { Description = "The group's displayName or id." };

    private static Argument<string[]> UsersArgument() => new("users") { Arity = ArgumentArity.OneOrMore, Description = "Users, by userName or id." };

    private static string MemberCount(Group group) => group.Everyone ? "every active user" : Output.Format(group.MemberCount);

    private static void Show(Output output, Group group, params (string Name, string Value)[] more) => output.Details(
    [
        ("displayName", group.DisplayName),
        ("id", group.Id),
        ("source", Output.Format(group.Source)),
        ("externalId", group.ExternalId),
        ("members", MemberCount(group)),
        ("created", Output.Format(group.Created)),
        ("changed", Output.Format(group.LastModified)),
        .. more,
    ]);
}
