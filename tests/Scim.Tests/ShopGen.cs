namespace OptiId.Scim.Tests;

/// <summary>Random filters and users over an extension that has an attribute of each type.</summary>
internal static class ShopGen
{
    private const string Shop = ExtensionFolder.ShopUrn;

    private static readonly Gen<string> Instants = Sample.OneOf(
        "2026-01-31T12:00:00Z", "2026-01-31T12:00:00", "2026-01-31T13:00:00+01:00", "2026-01-31T12:00:00.000000001Z", "2026-01-31T11:59:59.9999999Z", "2026-01-31T12:00Z");

    private static readonly Gen<decimal> Numbers = Sample.OneOf(0m, 1m, -1m, 1.5m, 10m, 9007199254740993m, 0.1m);

    private static readonly Gen<string> Terms = Gen.OneOf(
        Gen.Select(Sample.OneOf("loyaltyNumber", "discount", "visits.spent", "badge.floor"), Order(), Numbers, (name, op, number) => $"{Shop}:{name} {op} {number}"),
        Gen.Select(Sample.OneOf("since", "visits.at"), Order(), Instants, (name, op, instant) => $"{Shop}:{name} {op} \"{instant}\""),
        Gen.Select(Sample.OneOf("isMember", "visits.primary"), Sample.OneOf("eq", "ne"), Sample.OneOf("true", "false", "\"True\"", "null"), (name, op, flag) => $"{Shop}:{name} {op} {flag}"),
        Gen.Select(Sample.OneOf("card", "code"), Sample.OneOf("eq", "ne"), Sample.OneOf("YQ==", "yq=="), (name, op, text) => $"{Shop}:{name} {op} \"{text}\""),
        Gen.Select(Sample.OneOf("tags", "visits.value", "visits.type", "badge", "homeShop"), Text(), FilterGen.Texts, (name, op, text) => $"{Shop}:{name} {op} {FilterValue.Of(text)}"),
        Gen.Select(Sample.OneOf("type", "value"), Text(), FilterGen.Texts, Instants, (name, op, text, at) => $"{Shop}:visits[{name} {op} {FilterValue.Of(text)} and not (at gt \"{at}\")]"),
        Sample.OneOf("tags", "visits", "visits.at", "badge", "badge.floor", "isMember", "since").Select(name => $"{Shop}:{name} pr"),
        Gen.Select(Text(), FilterGen.Texts, (op, text) => $"{Shop}:tags[value {op} {FilterValue.Of(text)} and not (value eq \"b\")]"),
        Sample.OneOf("tags", "visits.at", "since", "loyaltyNumber").Select(name => $"{Shop}:{name} eq null"));

    /// <summary>Filters in the order of their text; parsed by the test.</summary>
    public static readonly Gen<string> Filters = Gen.Select(Terms, Terms, Sample.OneOf("and", "or", "and not"), (left, right, join) => $"{left} {join} ({right})");

    /// <summary>Users in our form, some with what no request can bring: a document may be older than its schema.</summary>
    public static readonly Gen<JsonObject> Users = Gen.Select(
        Numbers, Instants, FilterGen.Texts, Gen.Select(FilterGen.Texts, Numbers, Instants, Gen.Int[0, 3]).Array[0, 3], Gen.Int[0, 1023],
        (number, instant, text, visits, parts) =>
        {
            var shop = new JsonObject();
            Add(0, "loyaltyNumber", number);
            Add(1, "discount", number / 2);
            Add(2, "since", instant);
            Add(3, "isMember", (parts & 1) == 0);
            Add(4, "card", "YQ==");
            Add(5, "code", text);
            Add(6, "tags", new JsonArray(text, "b"));
            Add(7, "badge", new JsonObject { ["value"] = text, ["floor"] = number });
            Add(8, "visits", new JsonArray([.. visits.Select(Visit)]));
            Add(9, "homeShop", text + new string('x', 300));
            return new JsonObject { ["userName"] = "a@example.com", [Shop] = shop };

            void Add(int bit, string name, JsonNode value)
            {
                if ((parts & (1 << bit)) != 0)
                {
                    shop[name] = value;
                }
            }
        });

    private static JsonNode Visit((string Text, decimal Spent, string At, int Kind) visit) => visit.Kind switch
    {
        0 => new JsonObject { ["value"] = visit.Text },
        1 => new JsonObject { ["at"] = visit.At, ["spent"] = visit.Spent, ["type"] = "shop" },
        2 => new JsonObject { ["value"] = visit.Text, ["at"] = visit.Text, ["primary"] = true, ["type"] = null },
        _ => "not an object",
    };

    private static Gen<string> Order() => Sample.OneOf("eq", "ne", "gt", "ge", "lt", "le");

    private static Gen<string> Text() => Sample.OneOf("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le");
}
