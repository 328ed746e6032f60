using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>The parts of the provisioning log.</summary>
internal static class ProvisioningLog
{
    public static void AddProvisioningLog(this IServiceCollection services)
    {
        services.AddSingleton<RequestRecorder>();
        services.AddSingleton<RequestStore>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<ProvisioningLogRpc>();
        services.AddHostedService<RecordWriter>();
        services.AddHostedService<LogRetention>();
        services.AddHostedService<LogErasure>();
    }
}
