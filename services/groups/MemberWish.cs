using OptiId.Errors.V1;
using OptiId.Groups.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

/// <summary>What a request wants of a group's members, its steps taken together: the last word on each user counts.</summary>
internal sealed class MemberWish
{
    private const int MaximumIdLength = 128;

    private readonly Dictionary<string, bool> wanted = new(StringComparer.Ordinal);

    private MemberWish()
    {
    }

    /// <summary>Whether those who aren't named are to leave.</summary>
    public bool ReplacesAll { get; private set; }

    public bool IsEmpty => !ReplacesAll && wanted.Count == 0;

    /// <summary>Who is to be a member.</summary>
    public IReadOnlyCollection<string> Adds => [.. wanted.Where(pair => pair.Value).Select(pair => pair.Key)];

    /// <summary>Who isn't.</summary>
    public IReadOnlyCollection<string> Removes => [.. wanted.Where(pair => !pair.Value).Select(pair => pair.Key)];

    /// <summary>Takes the steps in order.</summary>
    /// <exception cref="RefusedException">INVALID_VALUE: an id that can't be one.</exception>
    public static MemberWish Of(IEnumerable<MemberChange> changes)
    {
        var wish = new MemberWish();
        foreach (var change in changes)
        {
            switch (change.ChangeCase)
            {
                case MemberChange.ChangeOneofCase.Add:
                    wish.Want(change.Add, present: true);
                    break;
                case MemberChange.ChangeOneofCase.Remove:
                    wish.Want(change.Remove, present: false);
                    break;
                case MemberChange.ChangeOneofCase.Replace:
                    wish.wanted.Clear();
                    wish.ReplacesAll = true;
                    wish.Want(change.Replace, present: true);
                    break;
            }
        }

        return wish;
    }

    private void Want(MemberChange.Types.Ids ids, bool present)
    {
        foreach (var id in ids.UserIds)
        {
            if (id.Length is 0 or > MaximumIdLength || id.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '/'))
            {
                throw new RefusedException(Reason.InvalidValue, "A member's value must be the id of a user as this service gave it.");
            }

            wanted[id] = present;
        }
    }
}
