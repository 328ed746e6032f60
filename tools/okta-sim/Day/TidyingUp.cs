namespace OptiId.OktaSim.Day;

/// <summary>What the day made is taken away again, as Okta can: groups deleted, people deactivated.</summary>
internal sealed class TidyingUp : IChapter
{
    public string Title => "tidy up";

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        foreach (var group in day.Cast.Groups.Where(group => group.HasId))
        {
            await day.App.Groups.DeleteAsync(group, cancellation);
        }

        foreach (var person in day.Cast.People.Where(person => person.Assigned))
        {
            await day.App.Users.DeactivateAsync(person, cancellation);
        }

        if (day.Product is not { } product)
        {
            return;
        }

        foreach (var instance in product.Instances)
        {
            await product.Administrator.DeleteInstanceAsync(instance, cancellation);
        }

        if (product.LocalGroupId is { } localGroup)
        {
            await product.Administrator.DeleteGroupAsync(localGroup, cancellation);
        }

        foreach (var collaborator in new[] { day.Cast.Lou, day.Cast.Max }.Where(person => person is { HasId: true, Assigned: false }))
        {
            var user = await product.Administrator.ReadUserAsync(collaborator, cancellation);
            if (user.Source == Common.V1.Source.Local)
            {
                await product.Administrator.DeleteUserAsync(user.Id, cancellation);
            }
        }
    }
}
