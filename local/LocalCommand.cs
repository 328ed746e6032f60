using System.CommandLine;
using OptiId.EmbeddedStore;
using OptiId.Scim;

namespace OptiId.Local;

/// <summary>The command line of the local run.</summary>
internal static class LocalCommand
{
    public static RootCommand Create()
    {
        var data = With("--data", "DIR", "Where the data is kept.", new DirectoryInfo("data"));
        var scimPort = With("--scim-port", "N", "The port of SCIM on 127.0.0.1.", 8080);
        var adminPort = With("--admin-port", "N", "The port of the Admin Center on 127.0.0.1.", 8081);
        var grpcPort = With("--grpc-port", "N", "The first of six ports of gRPC on 127.0.0.1: tokens, identity, groups, access, gateway, admin-center.", 8082);
        var organization = With("--organization", "NAME", "The demo organization's name.", "Demo");
        var tokenFile = new Option<FileInfo?>("--token-file") { Description = "Writes a token that is issued to this file, too.", HelpName = "FILE" };
        var newToken = new Option<bool>("--new-token") { Description = "Issues another SCIM token, although the organization has one." };
        var verbose = new Option<bool>("--verbose") { Description = "Shows what the services log." };
        var command = new RootCommand("Runs the whole of Opti ID in one process, with its data in a directory. For trying out, development and tests.")
        {
            data, scimPort, adminPort, grpcPort, organization, tokenFile, newToken, verbose,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                await LocalRunner.RunAsync(
                    new()
                    {
                        Data = parsed.GetValue(data)!,
                        ScimPort = parsed.GetValue(scimPort),
                        AdminPort = parsed.GetValue(adminPort),
                        GrpcPort = parsed.GetValue(grpcPort),
                        Organization = parsed.GetValue(organization)!,
                        TokenFile = parsed.GetValue(tokenFile),
                        NewToken = parsed.GetValue(newToken),
                        Verbose = parsed.GetValue(verbose),
                    },
                    cancellation);
                return 0;
            }
            catch (Exception e) when (e is EmbeddedStoreException or SchemaFileException or IOException)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static Option<T> With<T>(string name, string value, string description, T otherwise) =>
        new(name) { Description = description, HelpName = value, DefaultValueFactory = _ => otherwise };
}
