namespace OptiId.Cli;

/// <summary>The command can't be done; the message is a sentence for the operator.</summary>
internal sealed class CommandFailedException(string message) : Exception(message);
