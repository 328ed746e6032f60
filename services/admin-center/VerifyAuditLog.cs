using System.Globalization;
using Grpc.Core;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;

namespace OptiId.AdminCenter;

internal sealed partial class AuditRpc
{
    public override Task<VerifyAuditLogResponse> VerifyAuditLog(VerifyAuditLogRequest request, ServerCallContext context)
    {
        var number = request.KnownNumber == 0 ? "" : request.KnownNumber.ToString(CultureInfo.InvariantCulture);
        var known = AuditCheckpoint.Parse(number, Convert.ToHexString(request.KnownHash.Span));
        return reader.VerifyAsync(request.OrganizationId, known, context.CancellationToken);
    }
}
