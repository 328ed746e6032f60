using System.Buffers;

namespace OptiId.ScimGateway;

/// <summary>
/// A body that is sent on part by part as it grows. Until the first part is sent, what was written can be taken back, so that an error
/// becomes an answer of its own.
/// </summary>
/// <param name="response">Where it goes.</param>
/// <param name="exchange">Keeps its beginning for the provisioning log.</param>
internal sealed class GrowingBody(HttpResponse response, Exchange exchange) : IBufferWriter<byte>
{
    private const int PartLength = 64 * 1024;

    private readonly ArrayBufferWriter<byte> part = new(4 * 1024);

    /// <summary>Whether nothing was sent yet.</summary>
    public bool IsWhole => !response.HasStarted;

    public void Advance(int count) => part.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0) => part.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => part.GetSpan(sizeHint);

    /// <summary>Takes back what was written since the last part was sent.</summary>
    public void Clear() => part.ResetWrittenCount();

    /// <summary>Sends what there is, where it is worth it.</summary>
    public ValueTask SendIfLargeAsync(CancellationToken cancellation) => part.WrittenCount < PartLength ? ValueTask.CompletedTask : SendAsync(cancellation);

    /// <summary>Sends what there is.</summary>
    public async ValueTask SendAsync(CancellationToken cancellation)
    {
        exchange.KeepPart(part.WrittenMemory);
        await response.BodyWriter.WriteAsync(part.WrittenMemory, cancellation);
        part.ResetWrittenCount();
    }
}
