namespace OptiId.Scim.Tests;

/// <summary>Random users and random operations on them, good and bad ones.</summary>
internal static class PatchGen
{
    private static readonly Gen<string> Values = Sample.OneOf("a@b", "A@B", "c@d", "e@f");

    /// <summary>Users in our form.</summary>
    public static readonly Gen<JsonObject> Users = Gen.Select(
        Gen.Select(Values, Sample.OneOf("work", "home", "other"), Gen.Bool).Array[0, 3], Gen.Bool, Values, (emails, flag, text) =>
        {
            var user = new JsonObject { ["userName"] = "u@example.com", ["active"] = flag };
            if (flag)
            {
                user["title"] = text;
                user["name"] = new JsonObject { ["familyName"] = text };
                user[ScimSchemas.EnterpriseUserUrn] = new JsonObject { ["manager"] = new JsonObject { ["value"] = text } };
            }

            var array = new JsonArray();
            foreach (var (value, type, _) in emails.DistinctBy(email => (email.Item1.ToUpperInvariant(), email.Item2)))
            {
                array.Add(new JsonObject { ["value"] = value, ["type"] = type });
            }

            if (array.Count > 0)
            {
                array[0]!["primary"] = emails[0].Item3;
                user["emails"] = array;
            }

            return user;
        });

    /// <summary>The text of an operation.</summary>
    public static readonly Gen<string> Operations = Gen.Select(
        Sample.OneOf("add", "Remove", "REPLACE"),
        Sample.OneOf(
            "userName", "active", "title", "name", "name.familyName", "emails", "emails.type", "emails[type eq \\\"work\\\"]",
            "emails[type eq \\\"work\\\"].value", "emails[type eq \\\"nosuch\\\"].value", "emails[value sw \\\"a\\\"].primary", "id", "noSuch",
            "emails[primary eq true].type", ScimSchemas.EnterpriseUserUrn, ScimSchemas.EnterpriseUserUrn + ":manager", "emails[", "password"),
        Sample.OneOf(
            "null", "true", "\"False\"", "\"x\"", "\"n@example.com\"", "[]", "{}", "{\"value\":\"c@d\",\"type\":\"work\"}", "{\"value\":null}",
            "[{\"value\":\"a@b\",\"type\":\"work\",\"primary\":true}]", "{\"familyName\":\"J\",\"givenName\":null}", "1e999",
            "[{\"value\":\"c@d\"},{\"value\":\"C@D\"}]", "{\"department\":\"d\",\"manager\":\"m\"}"),
        (op, path, value) => $"{{\"op\":\"{op}\",\"path\":\"{path}\",\"value\":{value}}}");
}
