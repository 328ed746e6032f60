using System.Text.Json.Nodes;
using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>Makes and changes resources with values that another one has: refused where the schema says that they are unique, and nowhere else.</summary>
internal sealed class UniquenessCheck(ScimClient scim, DiscoveryDocuments documents)
{
    private readonly Disagreements disagreements = new();

    /// <summary>Tries a resource type.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string typeName)
    {
        var type = documents.Type(typeName);
        var samples = await SampleResources.PrepareAsync(scim, documents);
        var (mine, others) = (samples.NextEven(), samples.NextEven()); // of a deactivated user the name is free (P7)
        var taken = await scim.PostAsync(type.Endpoint, samples.Body(type, mine));
        var other = await scim.PostAsync(type.Endpoint, samples.Body(type, others));
        disagreements.Unless((taken.Status, other.Status) == (201, 201), $"{type}: two different resources are answered with {taken.Status} and {other.Status}");

        foreach (var attribute in type.Attributes.Where(attribute => attribute is { IsReadOnly: false, Uniqueness: not "none" }))
        {
            var value = samples.Value(attribute, mine);
            await TryAsync(type, attribute, samples, other, value, isTaken: true);
            await TryAsync(type, attribute, samples, other, SampleResources.Flip((string)value!), isTaken: !attribute.CaseExact);
        }

        // All that isn't unique, at once: the same as another one's.
        var body = samples.Body(type, mine, only: attribute => attribute.Uniqueness == "none");
        foreach (var attribute in type.Attributes.Where(attribute => attribute is { IsReadOnly: false, Uniqueness: not "none" }))
        {
            body[attribute.Name] = samples.Value(attribute, samples.NextEven());
        }

        var again = await scim.PostAsync(type.Endpoint, body);
        disagreements.Unless(again.Status == 201, $"{type}: values that need not be unique are answered with {again.Status} {again.Text}");
        return disagreements.Found;
    }

    private async Task TryAsync(ListedType type, ListedAttribute attribute, SampleResources samples, ScimAnswer other, JsonNode value, bool isTaken)
    {
        var address = $"{type.Endpoint}/{other.Id}";
        var operation = new JsonObject { ["op"] = "replace", ["path"] = attribute.Path, ["value"] = value.DeepClone() };
        foreach (var (method, send) in new (string, Func<Task<ScimAnswer>>)[]
        {
            ("POST", () => scim.PostAsync(type.Endpoint, With(samples.Body(type, samples.NextEven(), only: needed => needed.Required)))),
            ("PUT", () => scim.PutAsync(address, With(other.Body.DeepClone().AsObject()))),
            ("PATCH", () => scim.PatchAsync(address, operation.ToJsonString())),
        })
        {
            var before = await scim.GetAsync(address);
            var answer = await send();
            var what = $"{type}: {method} with {attribute} {value.ToJsonString()}";
            if (isTaken)
            {
                disagreements.UnlessRefused(answer, what, 409, "uniqueness");
                disagreements.Unless((await scim.GetAsync(address)).Text == before.Text, $"{what} changes {before.Text}");
            }
            else
            {
                disagreements.Unless(answer.Status < 400, $"{what} is answered with {answer.Status} {answer.Text}");
                return; // now it is taken
            }
        }

        JsonObject With(JsonObject body)
        {
            body[attribute.Name] = value.DeepClone();
            return body;
        }
    }
}
