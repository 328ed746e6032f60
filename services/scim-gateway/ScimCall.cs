using OptiId.Common.V1;

namespace OptiId.ScimGateway;

/// <summary>What a read or change knows of its request: one over HTTP, or one operation of a bulk (RFC 7644 §3.7).</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="RequestId">Its id, in the cause of what it changes.</param>
/// <param name="Preconditions">Which version it may find.</param>
/// <param name="Exchange">What the provisioning log is to know of it.</param>
/// <param name="Aborted">The caller went away.</param>
internal sealed record ScimCall(Caller Caller, string RequestId, Preconditions Preconditions, Exchange Exchange, CancellationToken Aborted)
{
    public string OrganizationId => Caller.OrganizationId;

    public Cause Cause => new() { RequestId = RequestId, Actor = $"scim:{Caller.TokenId}" };
}
