using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Grpc.Core;

namespace OptiId.Cli;

/// <summary>One command: what it does, an example of it, and the code behind it.</summary>
internal sealed class OperatorCommand : Command
{
    public OperatorCommand(string name, string description, string example, Func<CommandRun, Task> action)
        : base(name, description)
    {
        Example = example;
        SetAction((parse, cancellation) => RunAsync(parse, action, cancellation));
    }

    public string Example { get; }

    /// <summary>The command as it was typed, e.g. <c>optiid tokens issue</c>.</summary>
    public static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "optiid";

    private static async Task<int> RunAsync(ParseResult parse, Func<CommandRun, Task> action, CancellationToken cancellation)
    {
        using var run = new CommandRun(parse, cancellation);
        try
        {
            await action(run);
            return run.ExitCode;
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            return ExitCode.Done; // Ctrl-C ends a watch.
        }
        catch (RpcException e)
        {
            run.Output.WriteError(Refusal.Describe(e, run.Callee), Refusal.ReasonOf(e));
        }
        catch (CommandFailedException e)
        {
            run.Output.WriteError(e.Message, reason: "");
        }

        return ExitCode.Failed;
    }
}

/// <summary>The help of System.CommandLine, and an example under it.</summary>
internal sealed class HelpWithExample(HelpAction help) : SynchronousCommandLineAction
{
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExample((HelpAction)option.Action!);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is OperatorCommand command)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {command.Example}\n");
        }

        return result;
    }
}
