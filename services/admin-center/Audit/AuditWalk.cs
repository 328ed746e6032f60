using Google.Protobuf;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Storage;

namespace OptiId.AdminCenter.Audit;

/// <summary>Goes back through a chain from its head and says what isn't as it was written: pure.</summary>
/// <param name="head">Where the chain says that it ends.</param>
/// <param name="known">An entry that was noted down before; null: none.</param>
internal sealed class AuditWalk(AuditHeadRecord head, AuditCheckpoint? known)
{
    private readonly VerifyAuditLogResponse found = new() { Entries = head.Number, HeadHash = head.Hash };
    private ByteString expected = head.Hash;

    /// <summary>The number of the entry that comes next; 0: none any more.</summary>
    public ulong Next { get; private set; } = head.Number;

    /// <summary>Holds the head against what there is.</summary>
    /// <param name="count">How many entries there are.</param>
    public void Begin(ulong count)
    {
        if (known is not null && known.Number > head.Number)
        {
            Break(head.Number + 1, $"Entry {known.Number} was noted down, but the log ends at {head.Number}: its end was cut off.");
        }
        else if (count > head.Number)
        {
            Break(head.Number + 1, $"The log ends at {head.Number}, but there are {count} entries: something was added that the system did not write.");
        }
    }

    /// <summary>Takes the next entry.</summary>
    /// <returns>Whether to go on.</returns>
    public bool Step(AuditEntry? entry)
    {
        if (FaultOf(entry) is { } fault)
        {
            Break(Next, fault);
            return false;
        }

        expected = entry!.PreviousHash;
        Next--;
        return Next > 0;
    }

    /// <summary>What was found.</summary>
    public VerifyAuditLogResponse Finish()
    {
        if (found.BrokenAt == 0 && !expected.IsEmpty)
        {
            Break(1, "Entry 1 says that another came before it.");
        }

        if (found.BrokenAt == 0)
        {
            found.Intact = true;
            found.Finding = head.Number == 0 ? "The log is empty." : $"All {head.Number} entries are as they were written.";
        }

        return found;
    }

    private string? FaultOf(AuditEntry? entry) => entry switch
    {
        null => $"Entry {Next} is missing, or can't be read.",
        _ when entry.Number != Next => $"Entry {Next} has another's place: it says that it is {entry.Number}.",
        _ when AuditStore.HashOf(entry) != entry.Hash => $"Entry {Next} was changed after it was written.",
        _ when entry.Hash != expected => $"Entry {Next} isn't the one that was written: what comes after it holds another hash.",
        _ when Next == known?.Number && entry.Hash != known.Hash =>
            $"Entry {Next} isn't the one that was noted down: the log was written anew.",
        _ => null,
    };

    private void Break(ulong number, string finding)
    {
        found.BrokenAt = number;
        found.Finding = finding;
        Next = 0;
    }
}
