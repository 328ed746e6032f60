using System.Text;

namespace OptiId.Store;

/// <summary>
/// Where an organization lives: one of 64 partitions. All keys of a service for the organizations of a partition carry its hash tag,
/// so that one script can change what belongs together, on Redis Cluster too (design: "Partitions").
/// </summary>
public static class Partition
{
    /// <summary>How many there are. Fixed for ever: the place of an organization follows from it.</summary>
    public const int Count = 64;

    /// <summary>The partition of an organization, 0 to 63.</summary>
    public static int Of(string organizationId)
    {
        ArgumentException.ThrowIfNullOrEmpty(organizationId);
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(organizationId)) // FNV-1a: stable across versions and machines
        {
            hash = (hash ^ b) * 16777619u;
        }

        return (int)((hash ^ (hash >> 16)) % Count);
    }
}
