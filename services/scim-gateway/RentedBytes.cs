using System.Buffers;

namespace OptiId.ScimGateway;

/// <summary>A body's bytes in a pooled array, until they are given back.</summary>
internal sealed class RentedBytes : IDisposable
{
    private readonly int length;
    private byte[]? array;

    private RentedBytes(byte[] array, int length)
    {
        this.array = array;
        this.length = length;
    }

    /// <summary>The bytes; not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Memory => array is null ? throw new ObjectDisposedException(nameof(RentedBytes)) : array.AsMemory(0, length);

    /// <summary>Copies a body out of the buffers that it arrived in.</summary>
    public static RentedBytes Copy(ReadOnlySequence<byte> body)
    {
        var array = ArrayPool<byte>.Shared.Rent((int)body.Length);
        body.CopyTo(array);
        return new(array, (int)body.Length);
    }

    public void Dispose()
    {
        if (array is not null)
        {
            array.AsSpan(0, length).Clear(); // it may have held a password
            ArrayPool<byte>.Shared.Return(array);
            array = null;
        }
    }
}
