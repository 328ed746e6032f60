using System.CommandLine;
using OptiId.Identity.V1;

namespace OptiId.Cli;

internal static class OrganizationCommands
{
    public static Command Build() => new("organizations", "Customers, and how each provisions its users.") { Create(), List(), Mode() };

    private static OperatorCommand Create()
    {
        var name = new Argument<string>("name") { Description = "What the organization is called." };
        var mode = new Option<string>("--mode") { Description = "How users come: jit (at sign-in) or scim.", DefaultValueFactory = _ => "jit" };
        mode.AcceptOnlyFromAmong("jit", "scim");
        var syncedOnly = new Option<bool>("--synced-attributes-only") { Description = "Store userName, names and externalId only." };
        return new("create", "Creates an organization.", "optiid organizations create \"Mosey Bank\" --mode scim", async run =>
        {
            var answer = await run.Organizations.CreateOrganizationAsync(
                new() { Name = run.Get(name), Mode = ParseMode(run.Get(mode)), SyncedAttributesOnly = run.Get(syncedOnly), Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => Show(run.Output, answer.Organization));
        })
        { name, mode, syncedOnly };
    }

    private static OperatorCommand List()
    {
        var nameContains = new Option<string?>("--name-contains") { HelpName = "text", Description = "Only those whose name holds this, in any letter case." };
        return new("list", "Lists the organizations.", "optiid organizations list", async run =>
        {
            var answer = await run.Organizations.ListOrganizationsAsync(new() { NameContains = run.Get(nameContains) ?? "" }, run.Call);
            run.Output.Write(answer, () => run.Output.Table(
                "There is no organization.",
                ["Name", "Id", "Mode", "Active users", "Created"],
                answer.Organizations.Select(organization => new[]
                {
                    organization.Name, organization.Id, Format(organization.Mode), Output.Format(organization.UserCount), Output.Format(organization.Created),
                })));
        })
        { nameContains };
    }

    private static OperatorCommand Mode()
    {
        var mode = new Argument<string>("mode") { Description = "jit or scim. Choosing scim ends JIT at once; nothing is deleted either way." };
        mode.AcceptOnlyFromAmong("jit", "scim");
        return new("mode", "Chooses how an organization provisions its users.", "optiid organizations mode scim --organization \"Mosey Bank\"", async run =>
        {
            var answer = await run.Organizations.SetProvisioningModeAsync(
                new() { OrganizationId = await run.OrganizationIdAsync(), Mode = ParseMode(run.Get(mode)), Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => Show(run.Output, answer.Organization));
        })
        { mode };
    }

    private static ProvisioningMode ParseMode(string mode) => mode == "scim" ? ProvisioningMode.Scim : ProvisioningMode.Jit;

    private static string Format(ProvisioningMode mode) => mode.ToString().ToLowerInvariant();

    private static void Show(Output output, Organization organization) => output.Details(
        ("name", organization.Name),
        ("id", organization.Id),
        ("mode", Format(organization.Mode)),
        ("attributes", organization.SyncedAttributesOnly ? "the synced ones only" : "all"),
        ("created", Output.Format(organization.Created)));
}
