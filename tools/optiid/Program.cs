using System.CommandLine;
using System.CommandLine.Invocation;

namespace OptiId.Cli;

/// <summary>The operator's command line over the services' gRPC.</summary>
public static class Program
{
    /// <summary>Runs one command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    internal static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var parse = Build().Parse(args);
        if (parse.Action is not ParseErrorAction)
        {
            return await parse.InvokeAsync(new() { Output = output, Error = error });
        }

        foreach (var problem in parse.Errors)
        {
            await error.WriteLineAsync(problem.Message);
        }

        await error.WriteLineAsync($"See: {OperatorCommand.PathOf(parse.CommandResult)} --help");
        return ExitCode.Usage;
    }

    internal static RootCommand Build()
    {
        var root = new RootCommand("The operator's command line of OptiID provisioning. It finds the local run on this machine by itself.")
        {
            OrganizationCommands.Build(),
            TokenCommands.Build(),
            InstanceCommands.Build(),
            GrantCommands.Build(),
            UserCommands.Build(),
            GroupCommands.Build(),
            AccessCommands.Build(),
            LogCommands.Build(),
            AuditCommands.Build(),
            SignInCommand.Build(),
        };
        GlobalOptions.AddTo(root);
        HelpWithExample.AddTo(root);
        return root;
    }
}
