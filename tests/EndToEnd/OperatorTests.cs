using System.Text.Json.Nodes;
using OptiId.Hosting;
using Shouldly;
using Xunit;

namespace OptiId.EndToEnd.Tests;

/// <summary>The operator's command line over a local run that it finds by itself.</summary>
public sealed class OperatorTests(RunningLocal running) : OperatorContract(running);

/// <summary>The operator's command line over a system that it finds by itself: a flow of each group of commands.</summary>
public abstract class OperatorContract(RunningSystem running)
{
    private const int Failed = 1;
    private const int Usage = 2;
    private const int Denied = 3;

    private readonly string organization = $"Bank {Guid.NewGuid():N}";

    [Fact]
    public async Task AWholeFlow_FromAnOrganizationToWhyAUserHasAccess_InJson()
    {
        // organizations
        var created = await JsonAsync("organizations", "create", organization);
        Text(created["organization"]!["mode"]).ShouldContain("JIT");
        var signedIn = await JsonInAsync("users", "sign-in", "jit@example.com", "--given-name", "Jit", "--family-name", "User");
        Text(signedIn["outcome"]).ShouldContain("CREATED");
        Text((await JsonInAsync("organizations", "mode", "scim"))["organization"]!["mode"]).ShouldContain("SCIM");
        (await JsonAsync("organizations", "list", "--name-contains", organization))["organizations"]!.AsArray().Count.ShouldBe(1);
        (await RunAsync("users", "sign-in", "unknown@example.com", "-o", organization)).ExitCode.ShouldBe(Failed);

        // tokens, by which SCIM then creates a user
        var (code, secret, _) = await RunAsync("tokens", "issue", "--label", "Okta", "--secret-only", "-o", organization);
        code.ShouldBe(0);
        using var scim = running.Run.Scim(secret.Trim());
        var ada = await scim.PostAsync("/Users", ScimBodies.User("ada@example.com"));
        ada.Status.ShouldBe(201);
        Text((await JsonInAsync("tokens", "replace", "Okta"))["secret"]).ShouldNotBe(secret);
        var tokens = (await JsonInAsync("tokens", "list"))["tokens"]!.AsArray();
        tokens.Count.ShouldBe(2);
        await JsonInAsync("tokens", "revoke", Text(tokens[^1]!["id"]));
        (await JsonInAsync("tokens", "list", "--all"))["tokens"]!.AsArray().Count(token => token!["revoked"] is not null).ShouldBe(1);

        // users
        Text((await JsonInAsync("users", "create", "grace@example.com"))["user"]!["user_name"]).ShouldBe("grace@example.com");
        (await JsonInAsync("users", "list"))["users"]!.AsArray().Count.ShouldBe(3);
        Text((await JsonInAsync("users", "show", "ada@example.com"))["user"]!["id"]).ShouldBe(ada.Id);

        // the provisioning log, a moment after the request
        await Eventually.HoldsAsync(async () => (await JsonInAsync("log", "list", "--changes", "--about", "ada@example.com"))["requests"]!.AsArray().Count == 1);
        var logged = (await JsonInAsync("log", "list", "--search", "ada@"))["requests"]!.AsArray().Single()!;
        Text(logged["summary"]).ShouldEndWith("created ada@example.com");
        Text((await JsonInAsync("log", "show", Text(logged["request_id"])))["request_body"]).ShouldContain("ada@example.com");
        (await JsonInAsync("log", "list", "--failed"))["requests"]!.AsArray().ShouldBeEmpty();

        // groups
        var group = (await JsonInAsync("groups", "create", "Editors", "--member", "grace@example.com"))["group"]!;
        await JsonInAsync("groups", "add-member", "Editors", "ada@example.com");
        (await JsonInAsync("groups", "members", "Editors"))["user_ids"]!.AsArray().Count.ShouldBe(2);
        await JsonInAsync("groups", "remove-member", "Editors", "grace@example.com");
        (await JsonInAsync("groups", "list"))["groups"]!.AsArray().Count.ShouldBe(3); // the reserved ones too
        (await JsonInAsync("groups", "parked", Text(group["id"])))["members"]!.AsArray().ShouldBeEmpty();

        // instances and grants
        await JsonInAsync("instances", "create", "Main site", "--product", "CMS", "--role", "Editor", "Viewer");
        (await JsonInAsync("instances", "list"))["instances"]!.AsArray().Count.ShouldBe(1);
        var granted = await JsonInAsync("grants", "make", "Editors", "Main site", "Editor");
        (await JsonInAsync("grants", "list", "--group", "Editors"))["grants"]!.AsArray().Count.ShouldBe(1);

        // access
        var position = granted["position"]!;
        var atLeast = $"{Text(position["source"])}/{position["partition"]}/{Text(position["epoch"])}/{Text(position["sequence"])}";
        string[] check = ["access", "check", "ada@example.com", "Main site", "--at-least", atLeast, "-o", organization];
        await Eventually.HoldsAsync(async () => (await RunAsync(check)).ExitCode == 0);
        (await RunAsync("access", "check", "grace@example.com", "Main site", "-o", organization)).ExitCode.ShouldBe(Denied);
        (await RunAsync("access", "check", "ada@example.com", "Main site", "--role", "Viewer", "-o", organization)).ExitCode.ShouldBe(Denied);
        (await JsonInAsync("access", "instances", "ada@example.com"))["instances"]!.AsArray().Count.ShouldBe(1);
        (await JsonInAsync("access", "users", "Main site"))["users"]!.AsArray().Single()!["user_id"]!.GetValue<string>().ShouldBe(ada.Id);
        Text((await JsonInAsync("access", "why", "ada@example.com", "Main site"))["paths"]!.AsArray().Single()!["group_name"]).ShouldBe("Editors");
        (await JsonAsync("access", "status"))["partitions"]!.AsArray().ShouldNotBeEmpty();
        (await JsonInAsync("access", "rebuild"))["partitions"]!.GetValue<int>().ShouldBe(1);
        await JsonInAsync("grants", "end", "Editors", "Main site", "Editor");
        await Eventually.HoldsAsync(async () =>
            (await RunAsync("access", "check", "ada@example.com", "Main site", "-o", organization)).ExitCode == Denied);
    }

    [Fact]
    public async Task P27_WhatTheOperatorDid_IsInTheAuditLog_WhichIsVerifiedAgainstItsHead()
    {
        await JsonAsync("organizations", "create", organization);
        await JsonInAsync("groups", "create", "Editors");
        var entry = (await JsonInAsync("audit", "list", "--action", "group.created"))["entries"]!.AsArray().Single(entry => Text(entry!["summary"]).Contains("Editors"))!;
        Text(entry["actor"]).ShouldStartWith("support:");

        var verified = await JsonInAsync("audit", "verify");
        verified["intact"]!.GetValue<bool>().ShouldBeTrue();
        var head = $"{verified["entries"]}:{Text(verified["head_hash"])}";
        await JsonInAsync("groups", "create", "Authors");
        (await RunAsync("audit", "verify", "--known", head, "-o", organization)).Output.ShouldContain("as they were written");

        var forged = await RunAsync("audit", "verify", "--known", $"{verified["entries"]}:{new string('0', 64)}", "-o", organization);
        forged.ExitCode.ShouldBe(Failed);
        forged.Output.ShouldContain("isn't the one that was noted down");
    }

    [Fact]
    public async Task ASignInLink_OpensTheAdminCenterOnce()
    {
        var (name, _, _) = await running.Run.NewOrganizationAsync();
        var url = Text((await JsonAsync("sign-in", "--support", "Grace"))["url"]);
        using var visitor = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        (await visitor.GetAsync(url)).Headers.Location!.OriginalString.ShouldBe("/");
        (await visitor.GetAsync(url)).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
        var stranger = await RunAsync("sign-in", "--administrator", "nobody@example.com", "-o", name);
        stranger.ExitCode.ShouldBe(Failed);
    }

    [Fact]
    public async Task ATable_IsForPeople_AndHoldsTheIds()
    {
        var (name, id, _) = await running.Run.NewOrganizationAsync();
        var (code, output, _) = await RunAsync("organizations", "list");
        code.ShouldBe(0);
        output.ShouldContain(name);
        output.ShouldContain(id);
    }

    [Fact]
    public async Task WhatFails_EndsWith1_AndSaysWhy_InJsonToo()
    {
        var (name, _, _) = await running.Run.NewOrganizationAsync();
        var (code, output, errors) = await RunAsync("groups", "show", "Nothing", "--json", "-o", name);
        (code, output).ShouldBe((Failed, ""));
        Text(JsonNode.Parse(errors)!["error"]!["message"]).ShouldContain("Nothing");
    }

    [Fact]
    public async Task WhatIsNotUnderstood_EndsWith2() => (await RunAsync("tokens", "issue")).ExitCode.ShouldBe(Usage);

    private static string Text(JsonNode? node) => node!.ToString();

    private Task<JsonObject> JsonInAsync(params string[] arguments) => JsonAsync([.. arguments, "-o", organization]);

    private async Task<JsonObject> JsonAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync([.. arguments, "--json"]);
        code.ShouldBe(0, $"{string.Join(' ', arguments)}: {errors}");
        return JsonNode.Parse(output)!.AsObject();
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        Programs.RunAsync(Programs.Operator, arguments, running.Home);
}
