using System.CommandLine;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using OptiId.Access.V1;
using OptiId.Admin.V1;
using OptiId.Common.V1;
using OptiId.Gateway.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.LocalRunFile;
using OptiId.Tokens.V1;

namespace OptiId.Cli;

/// <summary>One command as it runs: what was typed, the services, and where the answer goes.</summary>
internal sealed class CommandRun : IDisposable
{
    private const string CallerSecretHeader = "optiid-caller-secret";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongDeadline = TimeSpan.FromMinutes(30);

    private readonly ParseResult parse;
    private readonly ServiceAddresses addresses;
    private readonly Dictionary<string, (GrpcChannel Channel, CallInvoker Invoker)> channels = [];

    public CommandRun(ParseResult parse, CancellationToken cancellation)
    {
        this.parse = parse;
        Cancellation = cancellation;
        var configuration = parse.InvocationConfiguration;
        Output = new(configuration.Output, configuration.Error, parse.GetValue(GlobalOptions.Json));
        addresses = new(NamedAddress, Environment.GetEnvironmentVariable, ReadCallerSecret, LocalRuns.OfThisUser.FindAll, parse.GetValue(GlobalOptions.Run));
    }

    public CancellationToken Cancellation { get; }

    public Output Output { get; }

    /// <summary>The service that was called last.</summary>
    public string Callee { get; private set; } = "";

    public int ExitCode { get; set; } = Cli.ExitCode.Done;

    public TokensService.TokensServiceClient Tokens => new(Invoker("tokens"));

    public OrganizationsService.OrganizationsServiceClient Organizations => new(Invoker("identity"));

    public UsersService.UsersServiceClient Users => new(Invoker("identity"));

    public GroupsService.GroupsServiceClient Groups => new(Invoker("groups"));

    public InstancesService.InstancesServiceClient Instances => new(Invoker("groups"));

    public AccessService.AccessServiceClient Access => new(Invoker("access"));

    public ProvisioningLogService.ProvisioningLogServiceClient Log => new(Invoker("gateway"));

    public AuditService.AuditServiceClient Audit => new(Invoker("admin"));

    public SignInLinksService.SignInLinksServiceClient SignInLinks => new(Invoker("admin"));

    /// <summary>For a call that answers at once.</summary>
    public CallOptions Call => new(deadline: DateTime.UtcNow + Deadline, cancellationToken: Cancellation);

    /// <summary>For work that grows with the directory.</summary>
    public CallOptions LongCall => new(deadline: DateTime.UtcNow + LongDeadline, cancellationToken: Cancellation);

    /// <summary>For a call that lasts until it is ended.</summary>
    public CallOptions EndlessCall => new(cancellationToken: Cancellation);

    /// <summary>Why this command changes something: one request, by whoever sits at this machine.</summary>
    public Cause Cause { get; } = new() { RequestId = Guid.NewGuid().ToString(), Actor = $"support:{Environment.UserName}" };

    public T Get<T>(Option<T> option) => parse.GetValue(option)!;

    public T Get<T>(Argument<T> argument) => parse.GetValue(argument)!;

    /// <summary>Reads pages until there are as many as were asked for, or no more.</summary>
    /// <param name="maximum">How many are asked for.</param>
    /// <param name="largest">How many a page holds at most.</param>
    /// <param name="read">Reads the next page, of a size; says how many there are by now, and whether it goes on.</param>
    public static async Task PagesAsync(int maximum, int largest, Func<uint, Task<(int Count, bool HasMore)>> read)
    {
        for (var (count, hasMore) = (0, true); hasMore && count < maximum;)
        {
            (count, hasMore) = await read((uint)Math.Min(largest, maximum - count));
        }
    }

    public void Dispose()
    {
        foreach (var (channel, _) in channels.Values)
        {
            channel.Dispose();
        }
    }

    private CallInvoker Invoker(string service)
    {
        Callee = service;
        if (!channels.TryGetValue(service, out var found))
        {
            var (address, secret) = addresses.Find(service);
            var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = 16 * 1024 * 1024 });
            channels[service] = found = (channel, secret is null ? channel.CreateCallInvoker() : channel.Intercept(headers =>
            {
                headers.Add(CallerSecretHeader, secret);
                return headers;
            }));
        }

        return found.Invoker;
    }

    private Uri? NamedAddress(string service) => parse.GetValue(service switch
    {
        "tokens" => GlobalOptions.Tokens,
        "identity" => GlobalOptions.Identity,
        "groups" => GlobalOptions.Groups,
        "gateway" => GlobalOptions.Gateway,
        "admin" => GlobalOptions.Admin,
        _ => GlobalOptions.Access,
    });

    private string? ReadCallerSecret()
    {
        var file = parse.GetValue(GlobalOptions.CallerSecretFile) ?? Environment.GetEnvironmentVariable("OPTIID_CALLER_SECRET_FILE");
        try
        {
            return string.IsNullOrEmpty(file) ? null : File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The caller's secret can't be read. {e.Message}");
        }
    }
}
