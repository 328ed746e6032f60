using System.Collections.Concurrent;
using System.Reflection;
using StackExchange.Redis;

namespace OptiId.Store;

/// <summary>
/// A database that asks masters only. StackExchange.Redis reads from a replica where it reaches no master, which may be an hour behind and nobody would
/// know: an access that has ended would be there again. Here that read fails, as a write does.
/// </summary>
internal class MasterOnly : DispatchProxy
{
    private static readonly ConcurrentDictionary<MethodInfo, int> FlagsAt = [];

    private IDatabase database = null!;

    public static IDatabase Of(IDatabase database)
    {
        var proxy = Create<IDatabase, MasterOnly>();
        ((MasterOnly)proxy).database = database;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var at = FlagsAt.GetOrAdd(targetMethod!, Find);
        if (at >= 0)
        {
            args![at] = (CommandFlags)args[at]! | CommandFlags.DemandMaster;
        }

        return targetMethod!.Invoke(database, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
    }

    private static int Find(MethodInfo method)
    {
        var at = Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(CommandFlags));
        return at >= 0 || !method.Name.StartsWith("Execute", StringComparison.Ordinal)
            ? at
            : throw new NotSupportedException("Give the command its flags, or it may be answered by a replica.");
    }
}
