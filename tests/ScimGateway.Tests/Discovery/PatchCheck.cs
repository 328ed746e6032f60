using System.Text.Json.Nodes;
using OptiId.Hosting;

namespace OptiId.ScimGateway.Tests;

/// <summary>
/// Tries each PATCH operation (RFC 7644 §3.5.2) on each attribute and each part of one, with the attribute's path, with its URN before it and
/// without a path, and holds what changes to what the schema says of the attribute.
/// </summary>
internal sealed class PatchCheck
{
    private readonly ScimClient scim;
    private readonly ListedType type;
    private readonly SampleResources samples;
    private readonly string address;
    private readonly Disagreements disagreements = new();

    private PatchCheck(ScimClient scim, ListedType type, SampleResources samples, string address)
    {
        (this.scim, this.type, this.samples, this.address) = (scim, type, samples, address);
    }

    /// <summary>Tries a resource type.</summary>
    /// <param name="scim">The organization's client.</param>
    /// <param name="documents">What its service provider says.</param>
    /// <param name="typeName">Which resource type.</param>
    /// <param name="only">Which whole attributes; null: all.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        ScimClient scim, DiscoveryDocuments documents, string typeName, Func<ListedAttribute, bool>? only = null)
    {
        var type = documents.Type(typeName);
        var samples = await SampleResources.PrepareAsync(scim, documents);
        var created = await scim.PostAsync(type.Endpoint, samples.Body(type, samples.NextEven(), only: attribute => attribute.Required));
        var check = new PatchCheck(scim, type, samples, $"{type.Endpoint}/{created.Id}");
        check.disagreements.Unless(created.Status == 201, $"{type}: a POST of what is required is answered with {created.Status} {created.Text}");
        foreach (var attribute in type.Attributes.Where(attribute => created.Status == 201 && (only?.Invoke(attribute) ?? true)))
        {
            await check.TryAsync(attribute);
            foreach (var part in attribute.Parts)
            {
                await check.TryPartAsync(attribute, part);
            }
        }

        return check.disagreements.Found;
    }

    private async Task TryAsync(ListedAttribute attribute)
    {
        if (attribute.IsReadOnly)
        {
            await TryReadOnlyAsync(attribute);
        }
        else if (attribute.IsNeverReturned)
        {
            await TryNeverStoredAsync(attribute);
        }
        else if (attribute.Mutability == "immutable")
        {
            // RFC 7644 §3.5.2: it may be added where it has no value; from then on it stays.
            await ChangesAsync(attribute, "add", attribute.Path, samples.Value(attribute, samples.Next()), 1);
            await TryImmutableAsync(attribute);
        }
        else
        {
            await TryWritableAsync(attribute);
            await TryWrongValuesAsync(attribute);
        }
    }

    private async Task TryWritableAsync(ListedAttribute attribute)
    {
        foreach (var path in Paths(attribute))
        {
            foreach (var op in new[] { "replace", "add" })
            {
                var value = samples.Value(attribute, samples.Next());
                await ChangesAsync(attribute, op, path, value, attribute.MultiValued && op == "add" ? 2 : 1);
                if (path == attribute.Path)
                {
                    await ChangesAsync(attribute, op, path, value, attribute.MultiValued && op == "add" ? 2 : 1, isAgain: true);
                }
            }

            if (path is null)
            {
                var before = await ReadAsync();
                disagreements.UnlessRefused(await PatchAsync("remove", null, attribute.Wrap(null)), $"remove of {attribute} without a path", 400, "noTarget");
                await UnchangedAsync(before, $"remove of {attribute} without a path");
                continue;
            }

            if (attribute is { MultiValued: true, Value: { } value2 })
            {
                await RemovesOneAsync(attribute, value2, path);
            }

            await RemovesAsync(attribute, path, ProductRules.IsKeptWhenRemoved(attribute));
        }
    }

    private async Task TryPartAsync(ListedAttribute attribute, ListedAttribute part)
    {
        if (attribute.IsReadOnly)
        {
            await TryReadOnlyAsync(part);
            return;
        }

        // What the part belongs to is there.
        await PatchAsync("replace", attribute.Path, samples.Value(attribute, samples.Next()));
        if (part.IsReadOnly)
        {
            await TryReadOnlyAsync(part);
        }
        else if (part.Mutability == "immutable")
        {
            await TryImmutableAsync(part);
        }
        else
        {
            foreach (var path in Paths(part).Concat(PathsByValue(attribute, part)).Where(path => path is not null || !attribute.MultiValued))
            {
                await PatchAsync("replace", attribute.Path, samples.Value(attribute, samples.Next()));
                foreach (var op in new[] { "replace", "add" })
                {
                    await ChangesAsync(part, op, Selecting(path, attribute, await ReadAsync()), samples.Single(part, samples.Next()), 1);
                }

                if (path is not null)
                {
                    await RemovesAsync(part, Selecting(path, attribute, await ReadAsync()), isKept: false);
                }
            }

            await PatchAsync("replace", attribute.Path, samples.Value(attribute, samples.Next()));
            await TryWrongValuesAsync(part);
        }
    }

    /// <summary>Changes it, and is read back; the second time it changes nothing more (no duplicate, no version).</summary>
    private async Task ChangesAsync(ListedAttribute attribute, string op, string? path, JsonNode value, int count, bool isAgain = false)
    {
        var what = $"{op} of {attribute} with path {path ?? "none"} and value {value.ToJsonString()}";
        var before = await ReadAsync(attribute);
        var answer = await PatchAsync(op, path, path is null ? attribute.Wrap(value.DeepClone()) : value);
        var after = await ReadAsync(attribute);
        if (!disagreements.Unless(answer.Status == (ProductRules.IsPatchAnsweredEmpty(type) ? 204 : 200), $"{what} is answered with {answer.Status} {answer.Text}"))
        {
            return;
        }

        disagreements.Unless(answer.EntityTag == after.EntityTag, $"{what} is answered with the version {answer.EntityTag}, and the resource has {after.EntityTag}");
        disagreements.Unless(answer.Text.Length == 0 || IsOnRequest(attribute) || answer.Text == after.Text, $"{what} is answered with {answer.Text}, and GET with {after.Text}");
        var values = attribute.ValuesIn(after.Body);
        var wanted = value as JsonArray ?? [value.DeepClone()];
        disagreements.Unless(
            values.Count == count && wanted.All(one => values.Any(read => Holds(attribute, read, one!))),
            $"{what}: it had {Join(attribute.ValuesIn(before.Body))} and has {Join(values)}");
        disagreements.Unless(!isAgain || after.Text == before.Text, $"{what} a second time changes {before.Text} to {after.Text}");
    }

    private async Task RemovesAsync(ListedAttribute attribute, string path, bool isKept)
    {
        var what = $"remove of {attribute} with path {path}";
        var before = await ReadAsync();
        var answer = await PatchAsync("remove", path, null);
        if (attribute.Required)
        {
            disagreements.UnlessRefused(answer, $"{what}, which is required,", 400, "mutability"); // RFC 7644 §3.5.2.2
            await UnchangedAsync(before, what);
            return;
        }

        disagreements.Unless(answer.Status is 200 or 204, $"{what} is answered with {answer.Status} {answer.Text}");
        var after = await ReadAsync(attribute);
        disagreements.Unless(isKept == attribute.ValuesIn(after.Body).Any(), $"{what} leaves {Join(attribute.ValuesIn(after.Body))}");
    }

    private async Task RemovesOneAsync(ListedAttribute attribute, ListedAttribute value, string path)
    {
        var (one, other) = (samples.Next(), samples.Next());
        await PatchAsync("replace", attribute.Path, new JsonArray(samples.Single(attribute, one), samples.Single(attribute, other, isFirst: false)));
        await PatchAsync("remove", $"{path}[{value.Name} eq {samples.Single(value, one).ToJsonString()}]", null);
        var left = value.ValuesIn((await ReadAsync()).Body);
        disagreements.Unless(
            left.Count == 1 && JsonNode.DeepEquals(left[0], samples.Single(value, other)), $"remove of one value of {attribute} by its value leaves {Join(left)}");
    }

    private async Task TryReadOnlyAsync(ListedAttribute attribute)
    {
        var before = await ReadAsync();
        foreach (var op in new[] { "add", "replace", "remove" })
        {
            foreach (var path in Paths(attribute))
            {
                var value = op == "remove" ? null : samples.Value(attribute, samples.Next());
                var what = $"{op} of {attribute}, which is read-only, with path {path ?? "none"}";
                if (path is not null)
                {
                    disagreements.UnlessRefused(await PatchAsync(op, path, value), what, 400, "mutability");
                }
                else if (value is not null && attribute.Parent is not { MultiValued: true })
                {
                    var answer = await PatchAsync(op, null, attribute.Wrap(value));
                    disagreements.Unless(answer.Status is 200 or 204, $"{what} has to be ignored, and is answered with {answer.Status} {answer.Text}");
                }

                await UnchangedAsync(before, what);
            }
        }
    }

    // RFC 7644 §3.5.2: an immutable attribute that has a value keeps it.
    private async Task TryImmutableAsync(ListedAttribute part)
    {
        var before = await ReadAsync();
        foreach (var op in new[] { "add", "replace", "remove" })
        {
            foreach (var path in Paths(part).OfType<string>())
            {
                var what = $"{op} of {part}, which is immutable, with path {path}";
                var other = samples.Single(part, samples.NextEven());
                disagreements.UnlessRefused(await PatchAsync(op, path, op == "remove" ? null : other), what, 400, "mutability");
                await UnchangedAsync(before, what);
            }
        }
    }

    private async Task TryNeverStoredAsync(ListedAttribute attribute)
    {
        var before = await ReadAsync();
        foreach (var op in new[] { "add", "replace", "remove" })
        {
            foreach (var path in Paths(attribute).Where(path => op != "remove" || path is not null))
            {
                var value = op == "remove" ? null : samples.Value(attribute, samples.Next());
                var answer = await PatchAsync(op, path, path is null ? attribute.Wrap(value) : value);
                disagreements.Unless(
                    answer.Status is 200 or 204, $"{op} of {attribute}, which is writeOnly, with path {path ?? "none"} is answered with {answer.Status} {answer.Text}");
                await UnchangedAsync(before, $"{op} of {attribute}, which is never returned, with path {path ?? "none"}");
            }
        }
    }

    private async Task TryWrongValuesAsync(ListedAttribute attribute)
    {
        var before = await ReadAsync();
        foreach (var op in new[] { "add", "replace" })
        {
            foreach (var path in Paths(attribute).Where(path => path is not null || attribute.Parent is not { MultiValued: true }))
            {
                var wrong = SampleResources.WrongValue(attribute);
                var what = $"{op} of {wrong.ToJsonString()} to {attribute} with path {path ?? "none"}";
                disagreements.UnlessRefused(await PatchAsync(op, path, path is null ? attribute.Wrap(wrong) : wrong), what, 400, "invalidValue");
                await UnchangedAsync(before, what);
            }
        }
    }

    private async Task UnchangedAsync(ScimAnswer before, string what)
    {
        var after = await ReadAsync();
        disagreements.Unless(
            (after.Text, after.EntityTag) == (before.Text, before.EntityTag), $"{what} changes {before.EntityTag} {before.Text} to {after.EntityTag} {after.Text}");
    }

    private Task<ScimAnswer> ReadAsync(ListedAttribute? asked = null) =>
        scim.GetAsync(asked is not null && IsOnRequest(asked) ? $"{address}?attributes={Uri.EscapeDataString((asked.Parent ?? asked).Path)}" : address);

    private static bool IsOnRequest(ListedAttribute attribute) => (attribute.Parent ?? attribute).Returned == "request";

    private Task<ScimAnswer> PatchAsync(string op, string? path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op };
        if (path is not null)
        {
            operation["path"] = path;
        }

        if (value is not null)
        {
            operation["value"] = value.DeepClone();
        }

        return scim.PatchAsync(address, operation.ToJsonString());
    }

    private static IEnumerable<string?> Paths(ListedAttribute attribute) => new[] { attribute.Path, attribute.QualifiedPath, null }.Distinct();

    // A path that chooses a value by another part of it: what stands for the part's value is filled in when it is known.
    private static IEnumerable<string> PathsByValue(ListedAttribute attribute, ListedAttribute part) =>
        attribute.MultiValued && attribute.Parts.FirstOrDefault(other => other.IsText && other.Name != part.Name) is { } chosenBy
            ? [$"{attribute.Path}[{chosenBy.Name} eq ?].{part.Name}"]
            : [];

    private static string Selecting(string? path, ListedAttribute attribute, ScimAnswer read)
    {
        if (path?.Contains('?', StringComparison.Ordinal) != true)
        {
            return path!;
        }

        var chosenBy = attribute.Parts.Single(part => path.Contains($"[{part.Name} eq ?]", StringComparison.Ordinal));
        return path.Replace("?", chosenBy.ValuesIn(read.Body)[0].ToJsonString(), StringComparison.Ordinal);
    }

    private static bool Holds(ListedAttribute attribute, JsonNode read, JsonNode wanted) => attribute.IsComplex
        ? read is JsonObject one && attribute.Parts.Where(part => !part.IsReadOnly).All(part => JsonNode.DeepEquals(one[part.Name], wanted[part.Name]))
        : JsonNode.DeepEquals(read, wanted);

    private static string Join(IEnumerable<JsonNode> values) => $"[{string.Join(", ", values.Select(value => value.ToJsonString()))}]";
}
