using System.Globalization;
using System.Text.Json.Nodes;
using OptiId.Hosting;
using OptiId.Scim;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>
/// Random writes against a model that is nothing but the SCIM language: a GET after an accepted write returns what was accepted, and a
/// refused one has changed nothing.
/// </summary>
public sealed class AcceptedWritesTests(RunningGateway running)
{
    private const int Steps = 80;

    private static readonly string[] Texts = ["a", "Ä", "a\u0308", "  x ", "quote \" and \\", "line\nbreak", "\U0001F600", "0", "true", "<b>"];
    private static readonly string[] Paths =
    [
        "title", "displayName", "name", "name.familyName", "name.givenName", "emails", "emails[type eq \\\"work\\\"]", "emails[type eq \\\"work\\\"].value",
        "emails[primary eq true].display", "phoneNumbers", "addresses", "addresses[type eq \\\"home\\\"].locality", "roles", "externalId", "active", "userName",
        "id", "meta", "groups", "nonsense", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task WhatIsAccepted_IsWhatIsRead(int seed)
    {
        var random = new Random(seed);
        var (_, scim) = await running.NewOrganizationAsync();
        using (scim)
        {
            var body = RandomUser(random);
            var created = await scim.PostAsync("/Users", body);
            created.Status.ShouldBe(201, body.ToJsonString());
            var target = $"/Users/{created.Id}";
            var model = Modelled(body, active: true);
            await CheckAsync(scim, target, model, created, "POST");
            for (var step = 0; step < Steps; step++)
            {
                model = random.Next(3) == 0
                    ? await ReplaceAsync(scim, target, model, RandomUser(random), $"seed {seed}, step {step}")
                    : await PatchAsync(scim, target, model, RandomOperations(random), $"seed {seed}, step {step}");
            }
        }
    }

    private static async Task<JsonObject> ReplaceAsync(ScimClient scim, string target, JsonObject model, JsonObject body, string where)
    {
        var answer = await scim.PutAsync(target, body);
        answer.Status.ShouldBe(200, $"{where}: {body.ToJsonString()}");
        var after = Modelled(body, (bool)model["active"]!);
        await CheckAsync(scim, target, after, answer, $"{where}: PUT {body.ToJsonString()}");
        return after;
    }

    private static async Task<JsonObject> PatchAsync(ScimClient scim, string target, JsonObject model, string[] operations, string where)
    {
        var answer = await scim.PatchAsync(target, operations);
        var after = Patched(model, operations);
        (answer.Status == 200).ShouldBe(after is not null, $"{where}: {string.Join(',', operations)} was answered {answer.Status} {answer.Text}");
        await CheckAsync(scim, target, after ?? model, after is null ? null : answer, $"{where}: PATCH {string.Join(',', operations)}");
        return after ?? model;
    }

    // The answer of the write, a GET and what a filter finds are the model, and nothing else.
    private static async Task CheckAsync(ScimClient scim, string target, JsonObject model, ScimAnswer? answer, string where)
    {
        var read = await scim.GetAsync(target);
        var found = await scim.GetAsync($"/Users?filter={Uri.EscapeDataString($"userName eq \"{(string)model["userName"]!}\"")}");
        foreach (var body in new[] { read.Body, answer?.Body ?? read.Body, found.Resources.Single() })
        {
            var shown = body.DeepClone().AsObject();
            shown.Remove("meta");
            shown.Remove("id");
            var schemas = shown["schemas"]!.AsArray().Select(urn => (string)urn!).ToList();
            shown.Remove("schemas");
            JsonNode.DeepEquals(shown, model).ShouldBeTrue($"{where}\nshown {shown.ToJsonString()}\nmodel {model.ToJsonString()}");
            schemas.Contains(ScimSchemas.EnterpriseUserUrn).ShouldBe(model.ContainsKey(ScimSchemas.EnterpriseUserUrn), where);
        }
    }

    private static JsonObject Modelled(JsonObject body, bool active)
    {
        var model = ResourceReader.Read(body, ResourceTypes.User);
        model["active"] = (bool?)model["active"] ?? active;
        return model;
    }

    private static JsonObject? Patched(JsonObject model, string[] operations)
    {
        try
        {
            var parsed = PatchRequest.Parse(ScimJson.ParseObject(System.Text.Encoding.UTF8.GetBytes(ScimBodies.Patch(operations).ToJsonString())), ResourceTypes.User, 1_000);
            var patched = Patch.Apply(ResourceTypes.User, model, parsed);
            patched["active"] ??= model["active"]!.DeepClone(); // there always is one: without a value it stays (P9)
            return patched;
        }
        catch (ScimRefusedException)
        {
            return null;
        }
    }

    private static JsonObject RandomUser(Random random) => ScimBodies.User(UserName(random), user =>
    {
        user["id"] = "not ours to choose";
        user["password"] = "never stored";
        user["unknown"] = "dropped";
        user["groups"] = new JsonArray(new JsonObject { ["value"] = "ignored" });
        Maybe(random, user, "title", () => Text(random));
        Maybe(random, user, "displayName", () => Text(random));
        Maybe(random, user, "externalId", () => Text(random));
        Maybe(random, user, "active", () => random.Next(2) == 0);
        Maybe(random, user, "emails", () => Values(random, "work", "home", "other"));
        Maybe(random, user, "roles", () => Values(random, "a", "b"));
        Maybe(random, user, ScimSchemas.EnterpriseUserUrn, () => new JsonObject { ["department"] = Text(random), ["manager"] = Text(random) });
    });

    private static void Maybe(Random random, JsonObject user, string name, Func<JsonNode> value)
    {
        if (random.Next(2) == 0)
        {
            user[name] = value();
        }
    }

    private static JsonArray Values(Random random, params string[] types) => new([.. types.Take(random.Next(types.Length + 1)).Select((type, index) =>
        (JsonNode)new JsonObject { ["value"] = Text(random), ["type"] = type, ["primary"] = index == 0 && random.Next(2) == 0 })]);

    private static string[] RandomOperations(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ =>
    {
        var op = Pick(random, ["add", "replace", "Remove"]);
        var value = random.Next(9) switch
        {
            0 => "null",
            1 => "[]",
            2 => random.Next(2) == 0 ? "true" : "\"False\"",
            3 => $$"""{"value":{{Quoted(random)}},"type":"work","primary":true}""",
            4 => $$"""[{"value":{{Quoted(random)}},"type":"work"},{"value":{{Quoted(random)}},"type":"home"}]""",
            5 => $$"""{"familyName":{{Quoted(random)}},"department":{{Quoted(random)}},"displayName":{{Quoted(random)}}}""",
            6 => $"\"{UserName(random)}\"",
            _ => Quoted(random),
        };
        return random.Next(5) == 0
            ? $$"""{"op":"{{op}}","value":{"title":{{Quoted(random)}},"name.familyName":{{Quoted(random)}},"emails":{{value}},"id":"x" } }"""
            : $$"""{"op":"{{op}}","path":"{{Pick(random, Paths)}}","value":{{value}} }""";
    })];

    private static string UserName(Random random) => string.Create(CultureInfo.InvariantCulture, $"user{random.Next(1_000_000)}@example.com");

    private static string Quoted(Random random) => JsonValue.Create(Text(random)).ToJsonString();

    private static string Text(Random random) => Pick(random, Texts);

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];
}
