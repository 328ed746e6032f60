using System.Buffers.Binary;
using Google.Protobuf;

namespace OptiId.Store;

/// <summary>A record as it is stored: its version in eight bytes, big-endian, then its protobuf bytes; so that a script can compare the version alone.</summary>
public static class VersionedRecord
{
    private const int PrefixLength = 8;

    /// <summary>The bytes to store.</summary>
    public static byte[] Write(ulong version, IMessage record)
    {
        var bytes = new byte[PrefixLength + record.CalculateSize()];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, version);
        record.WriteTo(bytes.AsSpan(PrefixLength));
        return bytes;
    }

    /// <summary>The record in stored bytes; null for null.</summary>
    public static T? Read<T>(byte[]? bytes, MessageParser<T> parser)
        where T : class, IMessage<T> => bytes is null ? null : parser.ParseFrom(bytes.AsSpan(PrefixLength));

    internal static byte[] Prefix(ulong version)
    {
        var bytes = new byte[PrefixLength];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, version);
        return bytes;
    }
}
