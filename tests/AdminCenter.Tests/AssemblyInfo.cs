using OptiId.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningOnEmbedded))]
[assembly: AssemblyFixture(typeof(RunningOnFakeClock))]
[assembly: AssemblyFixture(typeof(RunningOnRedis))]
