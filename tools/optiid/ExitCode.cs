namespace OptiId.Cli;

/// <summary>What the process answers to scripts.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused by a service, not found, or a service doesn't answer.</summary>
    public const int Failed = 1;

    /// <summary>The command line isn't understood.</summary>
    public const int Usage = 2;

    /// <summary><c>access check</c>: no.</summary>
    public const int Denied = 3;
}
