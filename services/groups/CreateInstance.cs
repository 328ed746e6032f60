using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Groups.V1;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    public override async Task<CreateInstanceResponse> CreateInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        InstanceRules.Check(request.Product, request.Name, request.Environment, request.Roles);
        var instance = new Instance
        {
            Id = Guid.CreateVersion7().ToString(),
            OrganizationId = request.OrganizationId,
            Product = request.Product,
            Name = request.Name,
            Environment = request.Environment,
            Roles = { request.Roles },
            Created = time.GetUtcNow().ToTimestamp(),
            Version = 1,
        };
        var (stored, position) = await store.CreateAsync(instance, request.Cause);
        return new() { Instance = stored, Position = position };
    }
}
