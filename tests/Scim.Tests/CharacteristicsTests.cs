namespace OptiId.Scim.Tests;

/// <summary>
/// Each characteristic of each attribute is that of RFC 7643 section 8.7.1, or a difference that is listed here and in
/// docs/scim-divergences.md. The data file has the section's facts, a line for each attribute; what it leaves out is as in section 2.2.
/// </summary>
public sealed class CharacteristicsTests
{
    private const string User = ScimSchemas.UserUrn, Group = ScimSchemas.GroupUrn, Enterprise = ScimSchemas.EnterpriseUserUrn;

    private static readonly string[] Differences =
    [
        // References and binaries are case exact (sections 2.3.6 and 2.3.7), and so are ids (3.1).
        $"{User} profileUrl exact", $"{User} photos.value exact", $"{User} groups.value exact", $"{User} groups.$ref exact", $"{User} x509Certificates.value exact",
        $"{Group} members.value exact", $"{Group} members.$ref exact", $"{Enterprise} manager.value exact", $"{Enterprise} manager.$ref exact", $"{User} password exact",
        $"{User} ims.type aim,gtalk,icq,xmpp,msn,skype,qq,yahoo,other", // section 4.1.2
        $"{User} addresses.primary", // section 2.4
        $"{User} groups request", $"{User} groups.$ref Group",
        $"{Group} displayName required", $"{Group} displayName server", // section 4.2, P12
        $"{Group} members.value required", $"{Group} members.$ref readOnly", $"{Group} members.$ref User", $"{Group} members.type User", // P15
        $"{Enterprise} manager.displayName readWrite", // P6
    ];

    [Fact]
    public void EachCharacteristic_IsTheRfcsOrAListedDifference()
    {
        var ours = new[] { ScimSchemas.User, ScimSchemas.Group, ScimSchemas.EnterpriseUser }.SelectMany(Lines).ToDictionary(line => line[0], line => line);
        var rfcs = Read().ToDictionary(line => line[0], line => line);
        rfcs.Keys.Except(ours.Keys).ShouldBeEmpty();
        var found = ours.SelectMany(line => rfcs.TryGetValue(line.Key, out var rfc)
            ? line.Value.Zip(rfc).Where(pair => pair.First != pair.Second).Select(pair => $"{line.Key} {pair.First}")
            : [line.Key]);
        found.Order(StringComparer.Ordinal).ShouldBe(Differences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheCommonAttributes_AreAsSection3_1Says()
    {
        string[] Facts(string name)
        {
            ResourceTypes.User.TryFindAttribute(name, out var path).ShouldBeTrue();
            return [.. Line("c", path!.Target, null).Skip(4).Take(3)];
        }

        Facts("id").ShouldBe(["exact", "readOnly", "always"]);
        Facts("externalId").ShouldBe(["exact", "readWrite", "default"]);
        Facts("meta").ShouldBe(["folded", "readOnly", "default"]);
        Facts("meta.resourceType").ShouldBe(["exact", "readOnly", "default"]);
        Facts("meta.created").ShouldBe(["folded", "readOnly", "default"]);
        Facts("meta.location").ShouldBe(["exact", "readOnly", "default"]);
        Facts("meta.version").ShouldBe(["exact", "readOnly", "default"]);
        Facts("schemas").ShouldBe(["exact", "readOnly", "always"]);
    }

    private static IEnumerable<string[]> Lines(SchemaDefinition schema) => schema.Attributes.SelectMany(attribute =>
        attribute.SubAttributes.Select(part => Line(schema.Id, part, attribute.Name)).Prepend(Line(schema.Id, attribute, null)));

    private static string[] Line(string urn, AttributeDefinition attribute, string? parent) =>
    [
        $"{urn} {(parent is null ? attribute.Name : $"{parent}.{attribute.Name}")}",
        SchemaJson.Keyword(attribute.Type),
        attribute.MultiValued ? "many" : "one",
        attribute.Required ? "required" : "optional",
        attribute.CaseExact ? "exact" : "folded",
        SchemaJson.Keyword(attribute.Mutability),
        SchemaJson.Keyword(attribute.Returned),
        SchemaJson.Keyword(attribute.Uniqueness),
        attribute.CanonicalValues.Count == 0 ? "-" : string.Join(',', attribute.CanonicalValues),
        attribute.ReferenceTypes.Count == 0 ? "-" : string.Join(',', attribute.ReferenceTypes),
    ];

    private static IEnumerable<string[]> Read()
    {
        using var reader = new StreamReader(typeof(CharacteristicsTests).Assembly.GetManifestResourceStream("rfc7643-characteristics.txt")!);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            yield return [$"{words[0]} {words[1]}", .. words[2..]];
        }
    }
}
