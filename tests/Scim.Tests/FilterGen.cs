namespace OptiId.Scim.Tests;

/// <summary>Random filters over users, and random users with few values, so that filters match some of them.</summary>
internal static class FilterGen
{
    public static readonly Gen<string> Texts = Sample.OneOf("a", "A", "b", "ab", "", "é", "e\u0301", "Ａ", " a ", "\"", "\\", "a\nb", "😀", "(x)");

    private static readonly Gen<ComparisonOperator> TextOperators = Gen.Int[0, 8].Select(number => (ComparisonOperator)number);
    private static readonly Gen<ComparisonOperator> Equalities = Gen.Bool.Select(equal => equal ? ComparisonOperator.Equal : ComparisonOperator.NotEqual);

    private static readonly Gen<Filter> TextComparisons = Gen.Select(
        Sample.OneOf("userName", "title", "externalId", "name.familyName", "emails.value", "emails.type", ScimSchemas.EnterpriseUserUrn + ":department"),
        TextOperators,
        Texts,
        (name, comparison, text) => (Filter)new Filter.Comparison(Path(name), comparison, FilterValue.Of(text)));

    private static readonly Gen<Filter> Others = Gen.OneOf(
        Gen.Bool.Select(flag => (Filter)new Filter.Comparison(Path("active"), ComparisonOperator.Equal, FilterValue.Of(flag))),
        Gen.Select(Sample.OneOf("title", "emails.value", "active"), Equalities, (name, comparison) => (Filter)new Filter.Comparison(Path(name), comparison, FilterValue.Null)),
        Sample.OneOf("title", "name", "emails", "emails.type", ScimSchemas.EnterpriseUserUrn + ":manager").Select(name => (Filter)new Filter.Present(Path(name))));

    private static readonly Gen<Filter> InnerComparisons = Gen.OneOf(
        Gen.Select(Sample.OneOf("value", "type"), TextOperators, Texts, (name, comparison, text) => (Filter)new Filter.Comparison(Part(name), comparison, FilterValue.Of(text))),
        Gen.Select(Gen.Bool, Equalities, (flag, comparison) => (Filter)new Filter.Comparison(Part("primary"), comparison, FilterValue.Of(flag))),
        Sample.OneOf("value", "type").Select(name => (Filter)new Filter.Present(Part(name))));

    private static readonly Gen<Filter> ValuePaths =
        Trees(InnerComparisons, 2).Select(inner => (Filter)new Filter.ValuePath(Path("emails"), inner));

    /// <summary>Filters of up to eight comparisons.</summary>
    public static readonly Gen<Filter> Filters = Trees(Gen.OneOf(TextComparisons, TextComparisons, Others, ValuePaths), 3);

    /// <summary>Users in our form.</summary>
    public static readonly Gen<JsonObject> Users = Gen.Select(
        Texts,
        Texts,
        Gen.Select(Texts, Sample.OneOf("a", "work", "home"), Gen.Int[0, 2]).Array[0, 3],
        Gen.Bool,
        (first, second, emails, flag) =>
        {
            var user = new JsonObject { ["userName"] = first, ["active"] = flag };
            if (flag)
            {
                user["title"] = second;
                user["externalId"] = first;
                user["name"] = new JsonObject { ["familyName"] = second };
                user[ScimSchemas.EnterpriseUserUrn] = new JsonObject { ["department"] = second };
            }

            if (emails.Length > 0)
            {
                user["emails"] = new JsonArray([.. emails.Select(email => Email(email.Item1, email.Item2, email.Item3))]);
            }

            return user;
        });

    private static JsonObject Email(string value, string type, int kind)
    {
        var email = new JsonObject { ["value"] = value };
        if (kind > 0)
        {
            email["type"] = type;
        }

        if (kind > 1)
        {
            email["primary"] = value == "a";
        }

        return email;
    }

    private static Gen<Filter> Trees(Gen<Filter> leaves, int depth) => depth == 0
        ? leaves
        : Gen.OneOf(
            leaves,
            Gen.Select(Trees(leaves, depth - 1), Trees(leaves, depth - 1), (left, right) => (Filter)new Filter.And(left, right)),
            Gen.Select(Trees(leaves, depth - 1), Trees(leaves, depth - 1), (left, right) => (Filter)new Filter.Or(left, right)),
            Trees(leaves, depth - 1).Select(operand => (Filter)new Filter.Not(operand)));

    private static AttributePath Path(string name) =>
        ResourceTypes.User.TryFindAttribute(name, out var path) ? path : throw new InvalidOperationException(name);

    private static AttributePath Part(string name) => new(null, Path("emails." + name).SubAttribute!);
}
