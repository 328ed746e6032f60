using System.CommandLine;
using OptiId.Access.V1;
using OptiId.Groups.V1;

namespace OptiId.Cli;

internal static class GrantCommands
{
    public static Command Build() => new("grants", "Which group has which role in which product instance.") { Make(), End(), List(), Preview() };

    private static OperatorCommand Make()
    {
        var (group, instance, role) = Arguments();
        return new("make", "Gives a group a role in a product instance.", "optiid grants make Editors \"Main site\" Editor", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var (to, of) = (await run.GroupAsync(organizationId, run.Get(group)), await run.InstanceAsync(organizationId, run.Get(instance)));
            var answer = await run.Instances.MakeGrantAsync(
                new() { OrganizationId = organizationId, GroupId = to.Id, InstanceId = of.Id, Role = run.Get(role), Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => run.Output.Line($"{to.DisplayName} is {answer.Grant.Role} in {of.Name} ({Output.Format(answer.Position)})."));
        })
        { group, instance, role };
    }

    private static OperatorCommand End()
    {
        var (group, instance, role) = Arguments();
        return new("end", "Takes a group's role in a product instance away.", "optiid grants end Editors \"Main site\" Editor", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var (from, of) = (await run.GroupAsync(organizationId, run.Get(group)), await run.InstanceAsync(organizationId, run.Get(instance)));
            var answer = await run.Instances.EndGrantAsync(
                new() { OrganizationId = organizationId, GroupId = from.Id, InstanceId = of.Id, Role = run.Get(role), Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => run.Output.Line(
                $"{from.DisplayName} is no longer {run.Get(role)} in {of.Name} ({Output.Format(answer.Position)})."));
        })
        { group, instance, role };
    }

    private static OperatorCommand List()
    {
        var group = new Option<string?>("--group") { HelpName = "name or id", Description = "The grants of a group." };
        var instance = new Option<string?>("--instance") { HelpName = "name or id", Description = "The grants in a product instance." };
        var command = new OperatorCommand(
            "list",
            "Lists the grants of a group, or those in a product instance.",
            "optiid grants list --group Editors",
            async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var request = new ListGrantsRequest { OrganizationId = organizationId };
            if (run.Get(group) is { } ofGroup)
            {
                request.GroupId = (await run.GroupAsync(organizationId, ofGroup)).Id;
            }
            else
            {
                request.InstanceId = (await run.InstanceAsync(organizationId, run.Get(instance)!)).Id;
            }

            var answer = await run.Instances.ListGrantsAsync(request, run.Call);
            await run.Output.WriteAsync(answer, async () =>
            {
                var (groups, instances) = (await GroupNamesAsync(run, organizationId, answer), await InstanceNamesAsync(run, organizationId));
                run.Output.Table(
                    "There is no grant.",
                    ["Group", "Product instance", "Role", "Since", "By"],
                    answer.Grants.Select(grant => new[]
                    {
                        groups.GetValueOrDefault(grant.GroupId, grant.GroupId), instances.GetValueOrDefault(grant.InstanceId, grant.InstanceId),
                        grant.Role, Output.Format(grant.Since), grant.Cause?.Actor ?? "",
                    }));
            });
        })
        { group, instance };
        command.Validators.Add(result =>
        {
            if (result.GetResult(group) is null == result.GetResult(instance) is null)
            {
                result.AddError("Say one of --group and --instance.");
            }
        });
        return command;
    }

    private static OperatorCommand Preview()
    {
        var (group, instance, role) = Arguments();
        var end = new Option<bool>("--end") { Description = "As if the role were taken away. Default: as if it were given." };
        return new(
            "preview",
            "Says who would gain a role, were it given to a group, or lose it; changes nothing.",
            "optiid grants preview Editors \"Main site\" Editor",
            async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var (of, site) = (await run.GroupAsync(organizationId, run.Get(group)), await run.InstanceAsync(organizationId, run.Get(instance)));
            var previewed = new PreviewedRole { InstanceId = site.Id, Role = run.Get(role) };
            var request = new PreviewGrantsRequest { OrganizationId = organizationId, GroupId = of.Id };
            (run.Get(end) ? request.End : request.Make).Add(previewed);
            var answer = await run.Access.PreviewGrantsAsync(request, run.LongCall);
            await run.Output.WriteAsync(answer, async () =>
            {
                var effect = answer.Effects.FirstOrDefault() ?? new();
                run.Output.Line(answer.Freshness is { Fresh: true }
                    ? $"Of {Output.Format(answer.Members)} active members of {of.DisplayName}, {Output.Format(effect.Users)} would {(run.Get(end) ? "lose" : "gain")} {previewed.Role} in {site.Name}."
                    : "It can't be shown that what is known is fresh enough; try again shortly.");
                if (answer.Partial)
                {
                    run.Output.Line("The group is too large to look at every member: the numbers are of those that were looked at.");
                }

                var names = await run.UserNamesAsync(organizationId, effect.Examples);
                foreach (var userId in effect.Examples)
                {
                    run.Output.Line($"  {names.GetValueOrDefault(userId, userId)}");
                }
            });
        })
        { group, instance, role, end };
    }

    private static (Argument<string> Group, Argument<string> Instance, Argument<string> Role) Arguments() => (
        new("group") { Description = "The group's displayName or id." },
        new("instance") { Description = "The product instance's name or id." },
        new("role") { Description = "A role that the product instance declares." });

    private static async Task<Dictionary<string, string>> GroupNamesAsync(CommandRun run, string organizationId, ListGrantsResponse answer)
    {
        var names = new Dictionary<string, string>();
        foreach (var id in answer.Grants.Select(grant => grant.GroupId).Distinct())
        {
            names[id] = (await run.GroupAsync(organizationId, id)).DisplayName;
        }

        return names;
    }

    private static async Task<Dictionary<string, string>> InstanceNamesAsync(CommandRun run, string organizationId)
    {
        var all = await run.Instances.ListInstancesAsync(new() { OrganizationId = organizationId }, run.Call);
        return all.Instances.ToDictionary(instance => instance.Id, instance => instance.Name);
    }
}
