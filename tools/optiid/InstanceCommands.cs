using System.CommandLine;
using Google.Protobuf;
using OptiId.Common.V1;
using OptiId.Groups.V1;

namespace OptiId.Cli;

internal static class InstanceCommands
{
    public static Command Build() => new("instances", "Product instances and the roles that each declares.") { Create(), List(), Update(), Delete() };

    private static OperatorCommand Create()
    {
        var name = new Argument<string>("name") { Description = "What the product instance is called." };
        var product = new Option<string>("--product") { Required = true, HelpName = "name", Description = "CMS, Experimentation, …" };
        var environment = new Option<string>("--environment")
        {
            HelpName = "name",
            Description = "Production, Test, …",
            DefaultValueFactory = _ => "Production",
        };
        var roles = new Option<string[]>("--role")
        {
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "role",
            Description = "A role of the product; several times.",
        };
        return new(
            "create",
            "Creates a product instance.",
            "optiid instances create \"Main site\" --product CMS --role Editor --role Administrator",
            async run =>
        {
            var answer = await run.Instances.CreateInstanceAsync(
                new()
                {
                    OrganizationId = await run.OrganizationIdAsync(),
                    Name = run.Get(name),
                    Product = run.Get(product),
                    Environment = run.Get(environment),
                    Roles = { run.Get(roles) },
                    Cause = run.Cause,
                },
                run.Call);
            Show(run.Output, answer, answer.Instance, answer.Position);
        })
        { name, product, environment, roles };
    }

    private static OperatorCommand List() => new("list", "Lists the product instances.", "optiid instances list", async run =>
    {
        var answer = await run.Instances.ListInstancesAsync(new() { OrganizationId = await run.OrganizationIdAsync() }, run.Call);
        run.Output.Write(answer, () => run.Output.Table(
            "There is no product instance.",
            ["Name", "Id", "Product", "Environment", "Roles"],
            answer.Instances.Select(instance => new[]
            {
                instance.Name, instance.Id, instance.Product, instance.Environment, string.Join(", ", instance.Roles),
            })));
    });

    private static OperatorCommand Update()
    {
        var instance = new Argument<string>("instance") { Description = "The product instance's name or id." };
        var name = new Option<string?>("--name") { HelpName = "name", Description = "What it is called from now on." };
        var product = new Option<string?>("--product") { HelpName = "name", Description = "CMS, Experimentation, …" };
        var environment = new Option<string?>("--environment") { HelpName = "name", Description = "Production, Test, …" };
        var roles = new Option<string[]>("--role")
        {
            AllowMultipleArgumentsPerToken = true,
            HelpName = "role",
            Description = "All roles that it declares from now on; one that is granted can't be left out.",
        };
        return new(
            "update",
            "Changes a product instance; what isn't said stays as it is.",
            "optiid instances update \"Main site\" --role Editor --role Reviewer",
            async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var present = await run.InstanceAsync(organizationId, run.Get(instance));
            var answer = await run.Instances.UpdateInstanceAsync(
                new()
                {
                    OrganizationId = organizationId,
                    InstanceId = present.Id,
                    Name = run.Get(name) ?? present.Name,
                    Product = run.Get(product) ?? present.Product,
                    Environment = run.Get(environment) ?? present.Environment,
                    Roles = { run.Get(roles) is { Length: > 0 } said ? said : present.Roles },
                    IfVersion = present.Version,
                    Cause = run.Cause,
                },
                run.Call);
            Show(run.Output, answer, answer.Instance, answer.Position);
        })
        { instance, name, product, environment, roles };
    }

    private static OperatorCommand Delete()
    {
        var instance = new Argument<string>("instance") { Description = "The product instance's name or id." };
        return new("delete", "Deletes a product instance; its grants end with it.", "optiid instances delete \"Main site\"", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var deleted = await run.InstanceAsync(organizationId, run.Get(instance));
            var answer = await run.Instances.DeleteInstanceAsync(
                new() { OrganizationId = organizationId, InstanceId = deleted.Id, Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => run.Output.Line($"Product instance {deleted.Name} is deleted ({Output.Format(answer.Position)})."));
        })
        { instance };
    }

    private static void Show(Output output, IMessage answer, Instance instance, Position? position) => output.Write(answer, () => output.Details(
        ("name", instance.Name), ("id", instance.Id), ("product", instance.Product), ("environment", instance.Environment),
        ("roles", string.Join(", ", instance.Roles)), ("version", Output.Format(instance.Version)), ("position", Output.Format(position))));
}
