using Grpc.Core;
using OptiId.Admin.V1;

namespace OptiId.AdminCenter;

internal sealed partial class AuditRpc
{
    public override Task<VerifyAuditLogResponse> VerifyAuditLog(VerifyAuditLogRequest request, ServerCallContext context) =>
        reader.VerifyAsync(request, context.CancellationToken);
}
