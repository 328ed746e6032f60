using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;

namespace OptiId.AdminCenter;

/// <summary>Serves the audit log (admin/v1/audit.proto), an RPC a file.</summary>
internal sealed partial class AuditRpc(AuditReader reader) : AuditService.AuditServiceBase;
