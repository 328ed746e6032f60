using OptiId.Common.V1;

namespace OptiId.OktaSim.Day;

/// <summary>Okta is given people whom the product has already: they keep id, groups and access (product.md P7 and P8).</summary>
internal sealed class TakingOverCollaborators : IChapter
{
    public string Title => "assign people whom an administrator has added by hand";

    public bool NeedsProduct => true;

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var product = day.Product!;
        await day.App.Users.AssignAsync(day.Cast.Lou, cancellation);
        await ManagedAsync(day, day.Cast.Lou, cancellation);
        await product.Access.AgreeAsync([new(day.Cast.Lou, product.Website, "Editor", "Viewer")], "P8", cancellation);

        // Added in the moment between Okta's lookup and its POST.
        var max = day.Cast.Max;
        await day.App.Users.LookUpAsync(max, cancellation);
        max.Id = await product.Administrator.AddCollaboratorAsync(max, cancellation);
        await day.App.Users.CreateAsync(max, cancellation);
        await ManagedAsync(day, max, cancellation);
    }

    private static async Task ManagedAsync(ProvisioningDay day, Person person, CancellationToken cancellation)
    {
        var user = await day.Product!.Administrator.ReadUserAsync(person, cancellation);
        day.Expect.Product(user.Source == Source.Scim, "P7", $"{person} is managed by SCIM now", $"the source is {user.Source}");
        day.Expect.Product(user.ExternalId == person.OktaId, "P6", $"{person} has Okta's id as externalId", $"externalId is \"{user.ExternalId}\"");
    }
}
