using System.Buffers;
using System.Text;
using Google.Protobuf.Collections;
using OptiId.Events.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;

namespace OptiId.ScimGateway.Tests;

/// <summary>Noted requests as the gateway notes them, and what the log makes of them.</summary>
internal static class Exchanges
{
    public const string Okta = "Okta SCIM Client 1.0.0";

    public static readonly Caller Caller = new("token1", "org1", MayRead: true, MayWrite: true, ScimEnabled: true, SyncedAttributesOnly: false, DateTimeOffset.MaxValue);

    public static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    public static readonly User Ann = new() { Id = "u1", UserName = "ann@example.com", State = UserState.Active };

    public static readonly Group Editors = new() { Id = "g1", DisplayName = "Editors" };

    /// <summary>A request that was answered.</summary>
    public static Exchange Of(string method, string target, string body = "", int status = 200, string agent = Okta, DateTimeOffset? at = null)
    {
        var exchange = new Exchange
        {
            RequestId = Guid.NewGuid().ToString("N"),
            Method = method,
            Target = "/scim/v2" + target,
            Route = Route.Parse("/scim/v2" + target.Split('?')[0]),
            At = at ?? Now,
            Caller = Caller,
            UserAgent = agent,
            Status = status,
        };
        if (body.Length > 0)
        {
            exchange.KeepBody(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)));
        }

        return exchange;
    }

    /// <summary>The same with what identity answered.</summary>
    public static Exchange With(this Exchange exchange, User user, params Change[] changes)
    {
        (exchange.User, exchange.Changes) = (user, changes);
        return exchange;
    }

    /// <summary>The same with what groups answered.</summary>
    public static Exchange With(this Exchange exchange, Group group, MemberCounts? counts = null)
    {
        (exchange.Group, exchange.Counts) = (group, counts ?? new());
        return exchange;
    }

    /// <summary>The same, refused.</summary>
    public static Exchange Refused(this Exchange exchange, ScimErrorException error)
    {
        (exchange.Error, exchange.Status) = (error, error.Status);
        return exchange;
    }

    /// <summary>The entry that the log makes of it.</summary>
    public static LogEntry Logged(this Exchange exchange, params (string Id, string Name)[] known) =>
        LogEntry.Of(exchange, id => known.FirstOrDefault(name => name.Id == id).Name ?? "");

    public static Change Provisioned => new() { UserProvisioned = new() { UserId = "u1", Tenure = 1, Active = true } };

    public static Change Deactivated => new() { UserDeactivated = new() { UserId = "u1" } };

    public static Change Reinstated(bool kept) => new() { UserReinstated = new() { UserId = "u1", Tenure = 1, MembershipsKept = kept } };

    public static Change Updated(bool takenOver, params string[] attributes) =>
        new() { UserUpdated = new() { UserId = "u1", TakenOver = takenOver, ChangedAttributes = { attributes } } };

    public static RepeatedField<string> Changes(this LogEntry entry) => entry.Request.Changes;
}
