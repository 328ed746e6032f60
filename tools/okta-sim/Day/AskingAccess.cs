using OptiId.OktaSim.Product;

namespace OptiId.OktaSim.Day;

/// <summary>At the end of the day: who may do what, and why (product.md P19, P20, P21).</summary>
internal sealed class AskingAccess : IChapter
{
    public string Title => "ask who may do what";

    public bool NeedsProduct => true;

    public async Task PlayAsync(ProvisioningDay day, CancellationToken cancellation)
    {
        var product = day.Product!;
        var cast = day.Cast;
        await product.Access.AgreeAsync(
            [
                new(cast.Ada, product.Website, "Administrator", "Viewer"),
                new(cast.Ben, product.Website, "Viewer"),
                new(cast.Cleo, product.Website, "Administrator", "Viewer"),
                new(cast.Dan, product.Website),
                new(cast.Eve, product.Website, "Administrator", "Viewer"),
                new(cast.Lou, product.Website, "Editor", "Viewer"),
                new(cast.Max, product.Website, "Editor", "Viewer"),
                .. cast.People.Select(person => new AccessQuestion(person, product.Experiments)),
            ],
            "P20",
            cancellation);

        var everyone = await product.Administrator.FindEveryoneAsync(cancellation);
        await product.Access.ExplainAsync(
            cast.Ada, product.Website, new Dictionary<string, string> { ["Administrator"] = cast.Engineering.Id, ["Viewer"] = everyone }, cancellation);
        await product.Access.ExplainAsync(cast.Max, product.Website, new Dictionary<string, string> { ["Editor"] = cast.Editors.Id }, cancellation);
        await product.Access.ExplainNothingAsync(cast.Dan, product.Website, cancellation);
    }
}
