using System.CommandLine;
using OptiId.LocalRunFile;
using Spectre.Console;

namespace OptiId.OktaSim;

/// <summary>The command line, turned into <see cref="Settings"/>.</summary>
internal sealed class OktaSimCommand
{
    private const int LargestFirstSync = 1_000_000;

    private readonly Option<Uri> baseUrl = Url("--base", "The SCIM base URL, as typed into Okta, e.g. http://127.0.0.1:8080/scim/v2");
    private readonly Option<string?> token = new("--token") { Description = "The SCIM token" };
    private readonly Option<FileInfo?> tokenFile = new("--token-file") { Description = "A file that holds the SCIM token" };
    private readonly Option<string> dialect = new("--dialect") { Description = "What kind of Okta app to be (okta.md 0)", DefaultValueFactory = _ => "both" };
    private readonly Option<Uri> tokens = Url("--tokens-service", "The tokens service (gRPC); all four are found for a local run", "--tokens");
    private readonly Option<Uri> identity = Url("--identity-service", "The identity service (gRPC)", "--identity");
    private readonly Option<Uri> groupsService = Url("--groups-service", "The groups service (gRPC)");
    private readonly Option<Uri> access = Url("--access-service", "The access service (gRPC)", "--access");
    private readonly Option<FileInfo?> callerSecretFile = new("--caller-secret-file") { Description = "A file that holds what calls to the services show" };
    private readonly Option<int> users = Number("--users", 0, "Play a first sync of this many users instead of a day");
    private readonly Option<int> groups = Number("--groups", 0, "Groups of the first sync");
    private readonly Option<int> members = Number("--members", 0, "Members of each group of the first sync");
    private readonly Option<int> parallel = Number("--parallel", 4, "Requests under way at once in a first sync");
    private readonly Option<bool> keep = new("--keep") { Description = "Leave users and groups as they are at the end, to look at them" };

    private OktaSimCommand()
    {
        baseUrl.Required = true;
        dialect.AcceptOnlyFromAmong("catalog", "wizard", "both");
    }

    /// <summary>The command; its exit code is 0 where every answer was what Okta needs, 1 where one wasn't, 2 where nothing could be played.</summary>
    public static RootCommand Create(IAnsiConsole console)
    {
        var options = new OktaSimCommand();
        var root = new RootCommand("Plays a provisioning day as Okta's SCIM client does, and checks every answer against what Okta needs.")
        {
            options.baseUrl, options.token, options.tokenFile, options.dialect,
            options.tokens, options.identity, options.groupsService, options.access, options.callerSecretFile,
            options.users, options.groups, options.members, options.parallel, options.keep,
        };
        root.Validators.Add(result =>
        {
            if ((result.GetResult(options.token) is null) == (result.GetResult(options.tokenFile) is null))
            {
                result.AddError("Give --token or --token-file.");
            }
        });
        root.SetAction((parsed, cancellation) =>
        {
            var settings = options.Read(parsed, out var refusal);
            if (settings is not null)
            {
                return Simulation.RunAsync(settings, console, cancellation);
            }

            console.MarkupLineInterpolated($"[red]{refusal}[/]");
            return Task.FromResult(2);
        });
        return root;
    }

    private Settings? Read(ParseResult parsed, out string refusal)
    {
        var scim = parsed.GetRequiredValue(baseUrl);
        var size = new FirstSyncSize(parsed.GetValue(users), parsed.GetValue(groups), parsed.GetValue(members));
        refusal = size switch
        {
            { Users: 0, Groups: > 0 } or { Users: 0, Members: > 0 } => "--groups and --members belong to a first sync: give --users too.",
            _ when size.Members > size.Users => "--members can't be more than --users.",
            _ when ReadNamedServices(parsed) is { Length: > 0 and < 4 } => "Name all four services, or none.",
            _ => "",
        };
        return refusal.Length > 0 ? null : new Settings
        {
            Base = new Uri(scim.AbsoluteUri.TrimEnd('/')),
            Token = parsed.GetValue(token) ?? File.ReadAllText(parsed.GetRequiredValue(tokenFile)!.FullName).Trim(),
            Dialects = parsed.GetValue(dialect) switch
            {
                "catalog" => [Dialect.Catalog],
                "wizard" => [Dialect.Wizard],
                _ => [Dialect.Catalog, Dialect.Wizard],
            },
            Services = FindServices(parsed, scim),
            FirstSync = size.Users > 0 ? size : null,
            Parallel = parsed.GetValue(parallel),
            Keep = parsed.GetValue(keep),
        };
    }

    private Uri[] ReadNamedServices(ParseResult parsed) =>
        [.. new[] { tokens, identity, groupsService, access }.Select(option => parsed.GetValue(option)).OfType<Uri>()];

    private ServiceAddresses? FindServices(ParseResult parsed, Uri scim)
    {
        if (ReadNamedServices(parsed) is [var tokensUrl, var identityUrl, var groupsUrl, var accessUrl])
        {
            var secret = parsed.GetValue(callerSecretFile) is { } file ? File.ReadAllText(file.FullName).Trim() : "";
            return new ServiceAddresses(tokensUrl, identityUrl, groupsUrl, accessUrl, secret, Named: true);
        }

        return scim.IsLoopback && LocalRuns.OfThisUser.Find(scim.Port) is { } run
            ? new ServiceAddresses(run.Tokens, run.Identity, run.Groups, run.Access, run.CallerSecret, Named: false)
            : null;
    }

    private static Option<Uri> Url(string name, string description, params string[] aliases)
    {
        var option = new Option<Uri>(name, aliases)
        {
            Description = description,
            CustomParser = argument =>
            {
                if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
                {
                    return url;
                }

                argument.AddError($"{name} needs a URL that begins with http:// or https://.");
                return null;
            },
        };
        return option;
    }

    private static Option<int> Number(string name, int otherwise, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 1 or > LargestFirstSync))
            {
                result.AddError($"{name} needs a number from 1 to {LargestFirstSync:N0}.");
            }
        });
        return option;
    }
}
