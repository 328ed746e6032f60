using System.CommandLine;
using OptiId.Groups.V1;

namespace OptiId.Cli;

internal static class GrantCommands
{
    public static Command Build() => new("grants", "Which group has which role in which product instance.") { Make(), End(), List() };

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
