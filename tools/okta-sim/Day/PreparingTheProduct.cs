using OptiId.OktaSim.Product;

namespace OptiId.OktaSim.Day;

/// <summary>Before Okta begins: a collaborator, a local group, product instances and grants (product.md P18, P19, P25).</summary>
internal sealed class PreparingTheProduct : IChapter
{
    public string Title => "an administrator prepares the product";

    public bool NeedsProduct => true;

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var product = day.Product!;
        var cast = day.Cast;
        product.Website = await product.Administrator.AddInstanceAsync("CMS", $"Website {cast.Suffix}", ["Viewer", "Editor", "Administrator"], cancellation);
        product.Experiments = await product.Administrator.AddInstanceAsync("Experimentation", $"Experiments {cast.Suffix}", ["Analyst"], cancellation);
        await product.Administrator.GrantAsync(await product.Administrator.FindEveryoneAsync(cancellation), product.Website, "Viewer", cancellation);

        cast.Lou.Id = await product.Administrator.AddCollaboratorAsync(cast.Lou, cancellation);
        product.LocalGroupId = await product.Administrator.AddGroupAsync(cast.LocalEditorsName, [cast.Lou.Id], cancellation);
        await product.Administrator.GrantAsync(product.LocalGroupId, product.Website, "Editor", cancellation);
        await product.Access.AgreeAsync([new AccessQuestion(cast.Lou, product.Website, "Editor", "Viewer")], "P20", cancellation);
    }
}
