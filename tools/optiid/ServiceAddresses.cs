using OptiId.LocalRunFile;

namespace OptiId.Cli;

/// <summary>Where a service listens, and the secret that it demands of callers; null where none is known.</summary>
internal sealed record ServiceAddress(Uri Address, string? CallerSecret);

/// <summary>
/// Where the services are: said by option, by environment, or found in the local run's file. A local run's secret is never shown to an
/// address that was said.
/// </summary>
/// <param name="named">An option's value by service.</param>
/// <param name="environment">An environment variable's value by name.</param>
/// <param name="callerSecret">The secret for addresses that were said.</param>
/// <param name="runs">The living local runs.</param>
/// <param name="port">Which of them; null: the only one.</param>
internal sealed class ServiceAddresses(
    Func<string, Uri?> named, Func<string, string?> environment, Func<string?> callerSecret, Func<IReadOnlyList<LocalRun>> runs, int? port)
{
    public ServiceAddress Find(string service)
    {
        var variable = $"OPTIID_{service.ToUpperInvariant()}";
        if (named(service) is { } address)
        {
            return new(address, callerSecret());
        }

        if (environment(variable) is { Length: > 0 } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var said) && said.Scheme is "http" or "https"
                ? new(said, callerSecret())
                : throw new CommandFailedException($"{variable} needs an address such as http://127.0.0.1:5101.");
        }

        var run = FindRun(service, variable);
        return new(
            service switch
            {
                "tokens" => run.Tokens,
                "identity" => run.Identity,
                "groups" => run.Groups,
                "access" => run.Access,
                "gateway" => run.Gateway,
                _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
            },
            run.CallerSecret);
    }

    private LocalRun FindRun(string service, string variable)
    {
        var living = runs();
        var fitting = port is null ? living : [.. living.Where(run => run.ScimPort == port)];
        return (fitting, living) switch
        {
            ([var run], _) => run,
            ({ Count: > 1 }, _) => throw new CommandFailedException(
                $"Several local runs are there; say which: {string.Join(", ", living.Select(run => $"--run {run.ScimPort}"))}."),
            (_, { Count: > 0 }) => throw new CommandFailedException(
                $"No local run has SCIM port {port}; there {(living.Count == 1 ? "is" : "are")} {string.Join(", ", living.Select(run => run.ScimPort))}."),
            _ => throw new CommandFailedException(
                $"No local run was found on this machine. Start one, or say where the {service} service is: --{service} URL or {variable}."),
        };
    }
}
