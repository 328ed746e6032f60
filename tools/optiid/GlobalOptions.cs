using System.CommandLine;

namespace OptiId.Cli;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json") { Recursive = true, Description = "Answer in JSON, for scripts." };

    public static readonly Option<string?> Organization = new("--organization", "-o")
    {
        Recursive = true,
        HelpName = "name or id",
        Description = "The organization. Default: the only one there is.",
    };

    public static readonly Option<int?> Run = new("--run")
    {
        Recursive = true,
        HelpName = "port",
        Description = "The SCIM port of the local run, where several run. Default: the only one.",
    };

    public static readonly Option<Uri?> Tokens = Address("tokens");
    public static readonly Option<Uri?> Identity = Address("identity");
    public static readonly Option<Uri?> Groups = Address("groups");
    public static readonly Option<Uri?> Access = Address("access");
    public static readonly Option<Uri?> Gateway = Address("gateway");
    public static readonly Option<Uri?> Admin = Address("admin");

    public static readonly Option<string?> CallerSecretFile = new("--caller-secret-file")
    {
        Recursive = true,
        HelpName = "file",
        Description = "Holds the secret that services demand of callers. Default: $OPTIID_CALLER_SECRET_FILE.",
    };

    public static void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { Json, Organization, Run, Tokens, Identity, Groups, Access, Gateway, Admin, CallerSecretFile })
        {
            root.Add(option);
        }
    }

    private static Option<Uri?> Address(string service) => new($"--{service}")
    {
        Recursive = true,
        HelpName = "url",
        Description = $"Where the {service} service listens. Default: $OPTIID_{service.ToUpperInvariant()}, then the local run.",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"--{service} needs an address such as http://127.0.0.1:5101.");
            return null;
        },
    };
}
