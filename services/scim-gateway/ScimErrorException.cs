using OptiId.Errors.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>An answer that is a SCIM error (RFC 7644 §3.12), made in <see cref="ScimErrors"/>.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">The keyword where one fits.</param>
/// <param name="detail">A sentence for an administrator of the identity provider.</param>
/// <param name="headers">More headers.</param>
internal sealed class ScimErrorException(int status, ScimType type, string detail, params (string Name, string Value)[] headers) : Exception(detail)
{
    public int Status => status;

    public ScimType Type => type;

    /// <summary>Why a service refused; unspecified where none did. The provisioning log's advice follows from it.</summary>
    public Reason Reason { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers => headers;
}
