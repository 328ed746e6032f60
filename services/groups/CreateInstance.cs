using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

internal sealed partial class InstancesRpc
{
    private const int MaximumNameLength = 100;
    private const int MaximumRoles = 100;

    public override async Task<CreateInstanceResponse> CreateInstance(CreateInstanceRequest request, ServerCallContext context)
    {
        Check("product", request.Product);
        Check("name", request.Name);
        foreach (var role in request.Roles)
        {
            Check("role", role);
        }

        if (request.Roles.Count is 0 or > MaximumRoles || request.Roles.Distinct(StringComparer.Ordinal).Count() != request.Roles.Count)
        {
            throw new RefusedException(Reason.InvalidValue, $"A product instance declares 1 to {MaximumRoles} different roles.");
        }

        var instance = new Instance
        {
            Id = Guid.CreateVersion7().ToString(),
            OrganizationId = request.OrganizationId,
            Product = request.Product,
            Name = request.Name,
            Environment = request.Environment,
            Roles = { request.Roles },
            Created = time.GetUtcNow().ToTimestamp(),
        };
        var (stored, position) = await store.CreateAsync(instance, request.Cause);
        return new() { Instance = stored, Position = position };
    }

    private static void Check(string what, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaximumNameLength || text.Any(c => char.IsControl(c) || c == '/'))
        {
            throw new RefusedException(Reason.InvalidValue, $"The {what} must have 1 to {MaximumNameLength} characters, no control characters and no slash.");
        }
    }
}
