using System.Text;

namespace OptiId.Scim.Tests;

public sealed class FilterEvaluatorTests
{
    private static readonly JsonObject Barbara = WithMeta(Sample.User($$"""
        "externalId":"00uA","active":true,"title":"Tour Guide","name":{"familyName":"Jensen"},
        "emails":[{"value":"bj@work.example","type":"work","primary":true},{"value":"BJ@home.example","type":"home"}],
        "addresses":[{"formatted":"1 Street\nTown","type":"work"}],
        "{{ScimSchemas.EnterpriseUserUrn}}":{"department":"Ops","manager":{"value":"26"} }
        """));

    [Theory]
    [InlineData("userName eq \"A@EXAMPLE.COM\"", true)]
    [InlineData("userName eq \" a@example.com \"", true)]
    [InlineData("userName eq \"Ａ@example.com\"", true)]
    [InlineData("externalId eq \"00uA\"", true)]
    [InlineData("externalId eq \"00ua\"", false)]
    [InlineData("title co \"GUIDE\"", true)]
    [InlineData("title co \" g\"", true)]
    [InlineData("title sw \"tour\"", true)]
    [InlineData("title ew \"guide\"", true)]
    [InlineData("title ew \"tour\"", false)]
    [InlineData("title co \".*\"", false)]
    [InlineData("title gt \"tour\"", true)]
    [InlineData("title lt \"tour\"", false)]
    [InlineData("active eq true", true)]
    [InlineData("active ne true", false)]
    [InlineData("active eq \"True\"", true)]
    [InlineData("nickName pr", false)]
    [InlineData("nickName eq null", true)]
    [InlineData("nickName ne null", false)]
    [InlineData("nickName ne \"x\"", true)]
    [InlineData("nickName eq \"\"", false)]
    [InlineData("name pr", true)]
    [InlineData("emails pr", true)]
    [InlineData("photos pr", false)]
    [InlineData("emails eq \"bj@home.example\"", true)]
    [InlineData("email eq \"bj@work.example\"", true)]
    [InlineData("emails.type eq \"home\"", true)]
    [InlineData("emails.type eq \"other\"", false)]
    [InlineData("emails[type eq \"work\" and value co \"home\"]", false)]
    [InlineData("emails[type eq \"home\" and value co \"home\"]", true)]
    [InlineData("emails[type eq \"work\"].value eq \"BJ@WORK.example\"", true)]
    [InlineData("emails[not (type eq \"work\")].value ew \"home.example\"", true)]
    [InlineData("emails[primary eq true].type eq \"work\"", true)]
    [InlineData("emails[primary eq false].type eq \"home\"", true)] // RFC 7643 section 2.4: false where it isn't said
    [InlineData("emails[primary ne true and type eq \"home\"]", true)]
    [InlineData("emails[primary eq false and type eq \"work\"]", false)]
    [InlineData("emails.primary eq false", true)]
    [InlineData("phoneNumbers.primary eq false", false)]
    [InlineData("emails.value ne \"bj@work.example\"", true)]
    [InlineData("addresses.formatted eq \"1 STREET\\nTOWN\"", true)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"ops\"", true)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"26\"", true)]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter pr", false)]
    [InlineData("meta.created eq \"2026-01-31T13:00:00+01:00\"", true)]
    [InlineData("meta.created gt \"2026-01-31T11:59:59.999Z\"", true)]
    [InlineData("meta.created le \"2026-01-31T12:00:00Z\"", true)]
    [InlineData("meta.created lt \"2026-01-31T12:00:00Z\"", false)]
    [InlineData("name[familyName eq \"jensen\"]", true)]
    [InlineData("name[familyName eq \"jensen\" and givenName pr]", false)]
    [InlineData("meta.created eq \"2026-01-31T12:00:00.000000000Z\"", true)]
    [InlineData("title eq \"Tour\\u0020Guide\"", true)]
    [InlineData("title gt \"TOUR\"", true)]
    [InlineData("not (title pr) or active eq true", true)]
    [InlineData("not (title pr or active eq true)", false)]
    [InlineData("emails[type eq \"home\" or type eq \"nosuch\" and value co \"nosuch\"]", true)]
    [InlineData("emails[(type eq \"home\" or type eq \"nosuch\") and value co \"nosuch\"]", false)]
    [InlineData("title pr and not (active eq true)", false)]
    [InlineData("nickName pr or title pr and active eq true", true)]
    public void AFilter_HoldsAsTheRfcSays(string filter, bool expected) =>
        FilterEvaluator.Matches(FilterParser.Parse(filter, ResourceTypes.User), Barbara, ResourceTypes.User).ShouldBe(expected);

    [Fact]
    public void AnyFilter_HoldsAsTheNaiveModelSays() => Gen.Select(FilterGen.Filters, FilterGen.Users).Sample(
        (filter, user) => FilterEvaluator.Matches(filter, user, ResourceTypes.User) == Naive(filter, user),
        print: pair => $"{pair.Item1} on {pair.Item2.ToJsonString()}");

    [Fact]
    public void EveryMatch_IsFoundByOneOfTheQuestionsToIndexes() => Gen.Select(FilterGen.Filters, FilterGen.Users).Sample((filter, user) =>
        FilterLookups.Plan(filter, ["userName"], ["userName"]) is not { } lookups
        || !FilterEvaluator.Matches(filter, user, ResourceTypes.User)
        || lookups.Any(lookup => lookup.IsPrefix
            ? Part(user["userName"]!.GetValue<string>()).StartsWith(Part(lookup.Value), StringComparison.Ordinal)
            : Form(lookup.Value) == Form(user["userName"]!.GetValue<string>())));

    private static JsonObject WithMeta(JsonObject user)
    {
        user["meta"] = new JsonObject { ["created"] = "2026-01-31T12:00:00Z" };
        return user;
    }

    // The same rules written down as lists of values, without any of the library's short cuts.
    private static bool Naive(Filter filter, JsonObject owner) => filter switch
    {
        Filter.And both => Naive(both.Left, owner) & Naive(both.Right, owner),
        Filter.Or either => Naive(either.Left, owner) | Naive(either.Right, owner),
        Filter.Not not => !Naive(not.Operand, owner),
        Filter.Present present => Values(owner, present.Path).Any(HasContent),
        Filter.ValuePath path => Values(owner, path.Path).Any(element => Naive(path.Inner, element!.AsObject())),
        Filter.Comparison { Value.Kind: FilterValueKind.Null } comparison =>
            Values(owner, comparison.Path).Any(HasContent) == (comparison.Operator == ComparisonOperator.NotEqual),
        Filter.Comparison comparison => Compared(owner, comparison.Path).DefaultIfEmpty(null).Any(value => Compare(comparison, value)),
        _ => throw new InvalidOperationException(),
    };

    private static List<JsonNode?> Values(JsonObject owner, AttributePath path)
    {
        var holder = path.Schema is null ? owner : owner[path.Schema] as JsonObject;
        List<JsonNode?> values = holder?[path.Attribute.Name] is JsonArray array ? [.. array] : [holder?[path.Attribute.Name]];
        return path.SubAttribute is null ? [.. values.Where(value => value is not null)] : [.. values.Select(value => value?[path.SubAttribute.Name])];
    }

    // An element that doesn't say primary isn't the preferred one (RFC 7643 section 2.4); between brackets the owner is the element.
    private static List<JsonNode?> Compared(JsonObject owner, AttributePath path)
    {
        if (path.Target.Name != "primary")
        {
            return Values(owner, path);
        }

        return path.SubAttribute is null
            ? [owner["primary"] ?? false]
            : [.. (owner[path.Attribute.Name] as JsonArray ?? []).Select(element => element!["primary"] ?? false)];
    }

    private static bool HasContent(JsonNode? node) => node switch
    {
        null => false,
        JsonValue value => !value.TryGetValue<string>(out var text) || text.Length > 0,
        JsonObject json => json.Any(part => HasContent(part.Value)),
        _ => ((JsonArray)node).Any(HasContent),
    };

    private static bool Compare(Filter.Comparison comparison, JsonNode? node)
    {
        if (node is null)
        {
            return comparison.Operator == ComparisonOperator.NotEqual;
        }

        if (comparison.Value.Kind == FilterValueKind.Boolean)
        {
            return (node.GetValue<bool>() == comparison.Value.Flag) == (comparison.Operator == ComparisonOperator.Equal);
        }

        var exact = comparison.Path.Target.CaseExact;
        var (left, right) = (node.GetValue<string>(), comparison.Value.Text);
        var order = exact ? string.CompareOrdinal(left, right) : string.CompareOrdinal(Form(left), Form(right));
        var (whole, part) = exact ? (left, right) : (Part(left), Part(right));
        return comparison.Operator switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.GreaterThan => order > 0,
            ComparisonOperator.GreaterOrEqual => order >= 0,
            ComparisonOperator.LessThan => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Contains => whole.Contains(part, StringComparison.Ordinal),
            ComparisonOperator.StartsWith => whole.StartsWith(part, StringComparison.Ordinal),
            _ => whole.EndsWith(part, StringComparison.Ordinal),
        };
    }

    private static string Form(string text) => text.Contains('\n', StringComparison.Ordinal) ? text : Part(text).Trim();

    private static string Part(string text) => new StringBuilder(text.ToLowerInvariant()).Replace("e\u0301", "é").Replace("ａ", "a").ToString();
}
