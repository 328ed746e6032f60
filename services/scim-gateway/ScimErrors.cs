using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OptiId.Errors.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;

namespace OptiId.ScimGateway;

/// <summary>The one place where refusals become SCIM errors (P28).</summary>
internal static class ScimErrors
{
    public static ScimErrorException Unauthorized() => new(
        401, ScimType.None, "The request has no valid token. Enter the token that the Admin Center shows under Provisioning.", ("WWW-Authenticate", "Bearer realm=\"scim\""));

    public static ScimErrorException ScimNotEnabled() => new(
        403, ScimType.None, "SCIM isn't enabled for this organization: it provisions at sign-in. Ask Support to switch its provisioning to SCIM.")
    {
        Reason = Reason.ScimNotEnabled,
    };

    public static ScimErrorException ScopeMissing(string scope) => new(403, ScimType.None, $"The token may not {scope}. Use one that has this scope.");

    public static ScimErrorException NotFound(string detail) => new(404, ScimType.None, detail);

    public static ScimErrorException MethodNotAllowed(string allowed) => new(405, ScimType.None, $"This address takes {allowed} only.", ("Allow", allowed));

    public static ScimErrorException PreconditionFailed(string detail) => new(412, ScimType.None, detail);

    public static ScimErrorException InvalidCursor(string detail) => new(400, ScimType.InvalidCursor, detail);

    public static ScimErrorException NotImplemented(string detail) => new(501, ScimType.None, detail);

    public static ScimErrorException TooLarge(string detail) => new(413, ScimType.None, detail);

    public static ScimErrorException AddressTooLong(int maximum) => new(
        414, ScimType.None, $"The address has more than {maximum} characters. Send a search as POST to .search.");

    public static ScimErrorException HeadersTooLarge(int maximum) => new(431, ScimType.None, $"The headers have more than {maximum} characters.");

    public static ScimErrorException UnsupportedMediaType() => new(
        415, ScimType.None, $"Send the body as {ScimMediaType.Name} or application/json, in UTF-8 and without Content-Encoding.");

    public static ScimErrorException InvalidValue(string detail) => new(400, ScimType.InvalidValue, detail);

    public static ScimErrorException NestedGroup(string id) => new(
        400, ScimType.InvalidValue, $"The member {id} is a group. Groups within groups (nesting) aren't supported; push the people themselves.")
    {
        Reason = Reason.NestedGroup,
    };

    public static ScimErrorException InvalidFilter(string detail) => new(400, ScimType.InvalidFilter, detail);

    public static ScimErrorException TooManyRequests(int seconds) => new(
        429, ScimType.None, "The organization sends more requests than it may. The identity provider tries again by itself.",
        ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What is wrong with a bulk operation by itself, or with what it refers to.</summary>
    public static ScimErrorException Of(BulkRefusal refusal) => new(refusal.Status, refusal.Type, refusal.Detail);

    /// <summary>A bulk operation that comes too late in its request; 429, for it is there to be repeated (P31).</summary>
    public static ScimErrorException NotBegun(int seconds) => new(
        429, ScimType.None, $"The operation wasn't begun: a bulk request begins none after {seconds} seconds. Send it again.");

    /// <summary>A resource of a bulk request whose references in a circle couldn't be put in after it was created.</summary>
    public static ScimErrorException Incomplete(ScimErrorException error) => new(
        error.Status, error.Type, $"The resource was created, but without what refers to others of the same request; add it by a PUT or PATCH. {error.Message}");

    /// <summary>The error that an exception means; unknown ones say no more than that it was one.</summary>
    public static ScimErrorException Of(Exception exception, IOptions<GatewayOptions> options) => exception switch
    {
        ScimErrorException error => error,
        ScimRefusedException refused => new(400, refused.Type, refused.Message),
        RpcException rpc => Of(rpc, options.Value),
        BadHttpRequestException { StatusCode: 413 } => TooLarge($"The body has more than {GatewayEndpoint.MaximumBodyLength / (1024 * 1024)} MiB."),
        BadHttpRequestException bad => new(bad.StatusCode, ScimType.None, "The request isn't valid HTTP, or didn't arrive in time."),
        _ => new(500, ScimType.None, "Something went wrong here. Try again; if it stays, tell Support the request id in X-Request-Id."),
    };

    private static ScimErrorException Of(RpcException exception, GatewayOptions options)
    {
        var detail = exception.Status.Detail;
        var reason = Refusals.ReasonOf(exception);
        var error = reason switch
        {
            Reason.InvalidValue or Reason.NestedGroup => new ScimErrorException(400, ScimType.InvalidValue, detail),
            Reason.InvalidSyntax => new(400, ScimType.InvalidSyntax, detail),
            Reason.InvalidFilter => new(400, ScimType.InvalidFilter, detail),
            Reason.InvalidPath => new(400, ScimType.InvalidPath, detail),
            Reason.NoTarget => new(400, ScimType.NoTarget, detail),
            Reason.Mutability => new(400, ScimType.Mutability, detail),
            Reason.TooMany => new(400, ScimType.TooMany, detail),
            Reason.Sensitive => new(403, ScimType.Sensitive, detail),
            Reason.InvalidCursor => new(400, ScimType.InvalidCursor, detail),
            Reason.ExpiredCursor => new(400, ScimType.ExpiredCursor, detail),
            Reason.InvalidCount => new(400, ScimType.InvalidCount, detail),
            Reason.UserNotFound or Reason.GroupNotFound => NotFound(detail),
            Reason.UserNameTaken or Reason.GroupNameTaken or Reason.GroupNameReserved => new(409, ScimType.Uniqueness, detail),
            Reason.VersionMismatch => new(412, ScimType.None, detail),
            Reason.ScimNotEnabled => ScimNotEnabled(),
            Reason.OrganizationNotFound or Reason.TokenRefused => Unauthorized(),
            Reason.SystemGroup => NotFound("There is no group with this id."),
            Reason.ManagedByIdentityProvider or Reason.LimitReached => new(409, ScimType.None, detail),
            Reason.Busy or Reason.PositionNotReached => Restarting(options.RetryAfterSeconds),
            _ => ServiceCalls.IsAway(exception)
                ? Restarting(options.RetryAfterSeconds)
                : new(500, ScimType.None, "Something went wrong here. Try again; if it stays, tell Support the request id in X-Request-Id."),
        };
        return new(error.Status, error.Type, error.Message, [.. error.Headers]) { Reason = reason };
    }

    /// <summary>503 only where the end isn't in sight (P31).</summary>
    public static ScimErrorException OutOfOrder(int retryAfterSeconds) => new(
        503, ScimType.None, "The service is out of order for the moment. Nothing was changed for certain; repeat the request later.",
        ("Retry-After", retryAfterSeconds.ToString(CultureInfo.InvariantCulture)));

    /// <summary>429 makes Okta repeat by itself (P31).</summary>
    public static ScimErrorException Restarting(int retryAfterSeconds) => new(
        429, ScimType.None, "The service is restarting. The identity provider tries again by itself.",
        ("Retry-After", retryAfterSeconds.ToString(CultureInfo.InvariantCulture)));
}
