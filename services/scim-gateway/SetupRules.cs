using OptiId.Gateway.V1;
using OptiId.Identity.V1;
using OptiId.ScimGateway.Storage;

namespace OptiId.ScimGateway;

/// <summary>What the log keeps of an organization's set-up: how far it is, and what in it will hurt. Pure; kept with each entry, never by reading the log.</summary>
internal static class SetupRules
{
    /// <summary>How many users, groups or attributes a warning names.</summary>
    public const int MaximumItems = 20;

    /// <summary>For how long a parked member is remembered, in case its user arrives.</summary>
    public static readonly TimeSpan RaceTime = TimeSpan.FromMinutes(10);

    private const int MaximumParked = 200, HoursKept = 25;

    /// <summary>Takes an entry into account.</summary>
    public static void Apply(LogState state, Exchange exchange, LoggedRequest request)
    {
        var at = exchange.At.ToUnixTimeMilliseconds();
        var failed = IsFailed(request);
        foreach (var old in state.Parked.Where(parked => at - parked.AtMs > RaceTime.TotalMilliseconds).ToList())
        {
            state.Parked.Remove(old);
        }

        state.FirstRequestMs = state.FirstRequestMs == 0 ? at : state.FirstRequestMs;
        state.LastRequestMs = Math.Max(state.LastRequestMs, at);
        state.LastFailureMs = failed ? Math.Max(state.LastFailureMs, at) : state.LastFailureMs;
        state.Client = request.Client == Client.Other && state.Client != Client.Unspecified ? state.Client : request.Client;
        Count(state, exchange.At, failed, IsChange(request));
        if (!failed)
        {
            Reach(state, exchange, request, at);
        }
        else if (request.Status == StatusCodes.Status401Unauthorized)
        {
            Add(state, SetupWarning.Types.Kind.TokenRefused,
                new() { TokenId = request.TokenId, SeenMs = at, RequestId = request.RequestId }, item => item.TokenId == request.TokenId);
        }

        Warn(state, exchange, request, at);
    }

    /// <summary>An answer of 400 and above.</summary>
    public static bool IsFailed(LoggedRequest request) => request.Status >= 400;

    /// <summary>No plain read or search; or one that failed (what <c>only_changes</c> lists).</summary>
    public static bool IsChange(LoggedRequest request) =>
        IsFailed(request) || request.Operation is not (Operation.Read or Operation.Search or Operation.Other);

    private static void Reach(LogState state, Exchange exchange, LoggedRequest request, long at)
    {
        if (state.CredentialsTestedMs == 0)
        {
            state.CredentialsTestedMs = at; // whatever was asked: the credentials are good
        }

        if (state.FirstUserMs == 0 && exchange.User is not null && IsWrite(exchange))
        {
            state.FirstUserMs = at;
        }

        if (state.FirstGroupMs == 0 && exchange.Group is not null && IsWrite(exchange))
        {
            state.FirstGroupMs = at;
        }

        if (state.FirstMembershipMs == 0 && exchange.Counts is { Added: > 0 })
        {
            state.FirstMembershipMs = at;
        }
    }

    /// <summary>Whether it asked to change something.</summary>
    public static bool IsWrite(Exchange exchange) => exchange.Method is "POST" or "PUT" or "PATCH" or "DELETE" && !exchange.Route.IsSearch;

    private static void Count(LogState state, DateTimeOffset at, bool failed, bool change)
    {
        var hour = at.ToUnixTimeSeconds() / 3600;
        var count = state.Hours.FirstOrDefault(item => item.Hour == hour);
        if (count is null)
        {
            state.Hours.Add(count = new() { Hour = hour });
            while (state.Hours.Count > HoursKept)
            {
                state.Hours.RemoveAt(0);
            }
        }

        count.Requests++;
        count.Failures += failed ? 1u : 0;
        count.Changes += change && !failed ? 1u : 0;
    }

    private static void Warn(LogState state, Exchange exchange, LoggedRequest request, long at)
    {
        if (request.Targets is not [var target, ..] || !IsWrite(exchange))
        {
            return;
        }

        if (target.Kind == ResourceKind.User)
        {
            WarnOfUser(state, exchange, request, target, at);
        }
        else
        {
            WarnOfGroup(state, exchange, request, target, at);
        }

        foreach (var attribute in request.UnusedAttributes.Where(name => UnusedAttributes.IsMapped(name)))
        {
            Add(state, SetupWarning.Types.Kind.UnusedAttributes, new() { Attribute = attribute, SeenMs = at, RequestId = request.RequestId }, item => item.Attribute == attribute);
        }
    }

    private static void WarnOfUser(LogState state, Exchange exchange, LoggedRequest request, Target target, long at)
    {
        const SetupWarning.Types.Kind noEmail = SetupWarning.Types.Kind.UserNameIsNoEmail;
        if (target.Name.Length > 0 && request.Operation != Operation.Delete && request.Status is < 300 or 400)
        {
            if (!IsEmail(target.Name))
            {
                Add(state, noEmail, Item(target, request, at), item => IsSame(item.Target, target));
            }
            else
            {
                Remove(state, noEmail, item => item.Target.Id.Length > 0 && item.Target.Id == target.Id);
            }
        }

        if (request.Operation == Operation.Delete && !IsFailed(request))
        {
            Remove(state, noEmail, item => item.Target.Id == target.Id);
        }

        // Pushed as a member shortly before they arrived: the push and the assignment race, as they do where one group is used for both.
        if (exchange.User is { State: UserState.Active } user && exchange.Changes.Count > 0
            && state.Parked.FirstOrDefault(parked => parked.UserId == user.Id && at - parked.AtMs <= RaceTime.TotalMilliseconds) is { } race)
        {
            state.Parked.Remove(race);
            Add(state, SetupWarning.Types.Kind.GroupAssignedAndPushed,
                new() { Target = race.Group, SeenMs = at, RequestId = race.RequestId }, item => item.Target.Id == race.Group.Id);
        }
    }

    private static void WarnOfGroup(LogState state, Exchange exchange, LoggedRequest request, Target target, long at)
    {
        const SetupWarning.Types.Kind taken = SetupWarning.Types.Kind.GroupNameTaken, reserved = SetupWarning.Types.Kind.ReservedGroupPushed;
        switch (exchange.Error?.Reason)
        {
            case Errors.V1.Reason.GroupNameTaken:
                Add(state, taken, Item(target, request, at), item => IsSameName(item.Target, target));
                break;
            case Errors.V1.Reason.GroupNameReserved:
                Add(state, reserved, Item(target, request, at), item => IsSameName(item.Target, target));
                break;
            case null when !IsFailed(request):
                Remove(state, taken, item => IsSameName(item.Target, target)); // linked, or pushed under another name
                break;
        }

        if (request.Operation == Operation.Delete && !IsFailed(request))
        {
            Remove(state, SetupWarning.Types.Kind.GroupAssignedAndPushed, item => item.Target.Id == target.Id);
        }

        foreach (var userId in request.ParkedUserIds)
        {
            state.Parked.Add(new ParkedPush { UserId = userId, Group = target, AtMs = at, RequestId = request.RequestId });
        }

        while (state.Parked.Count > MaximumParked)
        {
            state.Parked.RemoveAt(0);
        }
    }

    /// <summary>Raises a warning, or says that it was seen again.</summary>
    public static void Add(LogState state, SetupWarning.Types.Kind kind, WarningItem item, Func<WarningItem, bool> isSame)
    {
        var warning = state.Warnings.FirstOrDefault(warning => warning.Kind == kind);
        if (warning is null)
        {
            state.Warnings.Add(warning = new() { Kind = kind });
        }

        if (warning.Items.FirstOrDefault(isSame) is { } known)
        {
            warning.Items.Remove(known);
        }

        warning.Items.Add(item);
        if (warning.Items.Count > MaximumItems)
        {
            warning.Items.RemoveAt(0);
        }
    }

    /// <summary>Takes back what no longer holds.</summary>
    public static void Remove(LogState state, SetupWarning.Types.Kind kind, Func<WarningItem, bool> isOver)
    {
        foreach (var warning in state.Warnings.Where(warning => warning.Kind == kind).ToList())
        {
            foreach (var item in warning.Items.Where(isOver).ToList())
            {
                warning.Items.Remove(item);
            }

            if (warning.Items.Count == 0)
            {
                state.Warnings.Remove(warning);
            }
        }
    }

    /// <summary>Takes out what is about erased people (P10).</summary>
    /// <param name="state">What is kept.</param>
    /// <param name="isTheirs">Whether an id is one of theirs, or names one of them.</param>
    /// <param name="namesThem">Whether a name does.</param>
    public static void Forget(LogState state, Func<string, bool> isTheirs, Func<string, bool> namesThem)
    {
        foreach (var kind in state.Warnings.Select(warning => warning.Kind).ToList())
        {
            Remove(state, kind, item => item.Target is { } target && (isTheirs(target.Id) || namesThem(target.Name)));
        }

        foreach (var parked in state.Parked.Where(parked => isTheirs(parked.UserId)).ToList())
        {
            state.Parked.Remove(parked);
        }
    }

    private static WarningItem Item(Target target, LoggedRequest request, long at) =>
        new() { Target = target.Clone(), SeenMs = at, RequestId = request.RequestId };

    private static bool IsSame(Target one, Target other) => one.Id == other.Id && (one.Id.Length > 0 || one.Name == other.Name);

    private static bool IsSameName(Target one, Target other) => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 && at == text.LastIndexOf('@') && !text.Any(char.IsWhiteSpace);
    }
}
