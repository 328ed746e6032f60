using System.Text.Json.Nodes;
using OptiId.Groups.V1;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Turns a PATCH of a group into names and steps of members, in order.</summary>
internal static class GroupPatch
{
    /// <summary>Writes the operations into a change.</summary>
    /// <exception cref="ScimErrorException">400: an operation that a group doesn't take.</exception>
    /// <exception cref="ScimRefusedException">The same, found by the SCIM language.</exception>
    public static void Read(IEnumerable<PatchOperation> operations, ChangeGroupRequest change)
    {
        foreach (var operation in operations)
        {
            switch (operation.Path!.Attribute.Name)
            {
                case "displayName":
                    change.DisplayName = ReadName(operation);
                    break;
                case "externalId":
                    change.ExternalId = operation.Op == PatchOp.Remove ? "" : ReadText(operation) ?? "";
                    break;
                case "members":
                    Add(change, ReadMembers(operation));
                    break;
                default:
                    throw new ScimErrorException(400, ScimType.InvalidPath, $"A group has no attribute {operation.Path} that can be changed.");
            }
        }
    }

    private static string ReadName(PatchOperation operation) => operation.Op == PatchOp.Remove
        ? throw new ScimErrorException(400, ScimType.Mutability, "A group can't be without a displayName.")
        : ReadText(operation) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw ScimErrors.InvalidValue("displayName must be a text that isn't blank.");

    private static string? ReadText(PatchOperation operation) => operation.Value switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw ScimErrors.InvalidValue($"{operation.Path} must be a text."),
    };

    private static MemberChange ReadMembers(PatchOperation operation)
    {
        var path = operation.Path!;
        if (path.SubAttribute is not null)
        {
            throw new ScimErrorException(
                400, ScimType.Mutability, "A member is added and removed as a whole: use the path members, or members[value eq \"id\"] to remove one.");
        }

        if (path.ValueFilter is { } filter)
        {
            return operation.Op == PatchOp.Remove
                ? Remove(ReadIds(filter))
                : throw new ScimErrorException(400, ScimType.InvalidPath, "To add members, use the path members without a filter.");
        }

        var ids = GroupMembers.Read(operation.Value);
        return operation.Op switch
        {
            PatchOp.Add => new() { Add = new() { UserIds = { ids } } },
            PatchOp.Replace => new() { Replace = new() { UserIds = { ids } } },
            // Entra removes those in the value; without one, all (facts/entra.md).
            _ => operation.Value is null ? new() { Replace = new() } : Remove(ids),
        };
    }

    private static MemberChange Remove(IEnumerable<string> ids) => new() { Remove = new() { UserIds = { ids } } };

    /// <summary>The ids of <c>value eq "a"</c>, or of several with <c>or</c> between.</summary>
    private static IEnumerable<string> ReadIds(Filter filter) => filter switch
    {
        Filter.Comparison { Operator: ComparisonOperator.Equal, Value.Kind: FilterValueKind.Text } comparison when comparison.Path.Is("value") => [comparison.Value.Text],
        Filter.Or or => ReadIds(or.Left).Concat(ReadIds(or.Right)),
        _ => throw new ScimErrorException(400, ScimType.InvalidFilter, "Members are removed by members[value eq \"id\"]."),
    };

    /// <summary>Joins a step to the one before where both do the same: Okta sends an operation for each member that leaves.</summary>
    private static void Add(ChangeGroupRequest change, MemberChange step)
    {
        var last = change.MemberChanges.Count > 0 ? change.MemberChanges[^1] : null;
        if (last?.ChangeCase == MemberChange.ChangeOneofCase.Remove && step.ChangeCase == MemberChange.ChangeOneofCase.Remove)
        {
            last.Remove.UserIds.Add(step.Remove.UserIds);
        }
        else if (last?.ChangeCase == MemberChange.ChangeOneofCase.Add && step.ChangeCase == MemberChange.ChangeOneofCase.Add)
        {
            last.Add.UserIds.Add(step.Add.UserIds);
        }
        else
        {
            change.MemberChanges.Add(step);
        }
    }
}
