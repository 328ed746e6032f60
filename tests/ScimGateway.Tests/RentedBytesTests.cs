using System.Runtime.InteropServices;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

public sealed class RentedBytesTests
{
    [Fact]
    public void P6_BytesThatAreGivenBack_HoldNothingAnyMore()
    {
        var bytes = RentedBytes.Copy(new(new byte[] { 1, 2, 3 }));
        bytes.Memory.ToArray().ShouldBe([1, 2, 3]);
        MemoryMarshal.TryGetArray(bytes.Memory, out var array).ShouldBeTrue();
        bytes.Dispose();
        array.Array!.Take(3).ShouldBe([0, 0, 0]);
        Should.Throw<ObjectDisposedException>(() => bytes.Memory);
        bytes.Dispose(); // once is enough
    }
}
