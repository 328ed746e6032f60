using System.IO.Compression;
using Google.Protobuf;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.ScimGateway.Storage;

/// <summary>
/// The keys of an organization's provisioning log. Hashes with numbers as fields, which both stores read and write in constant time:
/// <list type="table">
/// <item><term>state:ORG</term><description>what is kept of the log as a whole; its version guards every append</description></item>
/// <item><term>requests:ORG</term><description>number → entry</description></item>
/// <item><term>details:ORG:BLOCK</term><description>number → bodies and headers, compressed</description></item>
/// <item><term>ids:ORG</term><description>request id → number</description></item>
/// <item><term>flags:ORG</term><description>block of 1,024 numbers → a byte each: failed, change</description></item>
/// <item><term>about:ORG</term><description>id of a user or group → its newest numbers, its last write</description></item>
/// <item><term>pushed:ORG</term><description>id of a group → its last push</description></item>
/// <item><term>erasing:ORG</term><description>id of a user who is to be erased → what is known of that</description></item>
/// <item><term>organizations</term><description>those of the partition that have a log</description></item>
/// </list>
/// </summary>
internal sealed class LogKeys(KeySpace keys, string organizationId)
{
    /// <summary>How many numbers one field of flags holds.</summary>
    public const int BlockLength = 1024;

    public const byte Failed = 1, Change = 2;

    // The content is small and repeats SCIM's words; more effort costs more than it saves.
    private const int Quality = 1, Window = 15;

    public int Partition { get; } = Store.Partition.Of(organizationId);

    public string OrganizationId => organizationId;

    public RedisKey State => keys.Of(Partition, "state", organizationId);

    public RedisKey Requests => keys.Of(Partition, "requests", organizationId);

    /// <summary>The details of a number and its neighbours: a block a key, so that no value of the store grows to many megabytes.</summary>
    public RedisKey Details(ulong number) => keys.Of(Partition, "details", organizationId, RequestStore.Field(RequestStore.BlockOf(number)));

    public RedisKey Ids => keys.Of(Partition, "ids", organizationId);

    public RedisKey Flags => keys.Of(Partition, "flags", organizationId);

    public RedisKey About => keys.Of(Partition, "about", organizationId);

    public RedisKey Pushed => keys.Of(Partition, "pushed", organizationId);

    public RedisKey Erasing => keys.Of(Partition, "erasing", organizationId);

    public RedisKey Organizations => keys.Of(Partition, "organizations");

    /// <summary>A detail as it is stored.</summary>
    public static byte[] Pack(DetailRecord detail)
    {
        var plain = detail.ToByteArray();
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        return BrotliEncoder.TryCompress(plain, packed, out var length, Quality, Window)
            ? packed.AsSpan(0, length).ToArray()
            : throw new InvalidOperationException("A detail that can't be compressed.");
    }

    /// <summary>Reads what <see cref="Pack"/> wrote; an empty detail for null.</summary>
    public static DetailRecord Unpack(byte[]? packed)
    {
        if (packed is null)
        {
            return new();
        }

        using var stream = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return DetailRecord.Parser.ParseFrom(stream);
    }
}
