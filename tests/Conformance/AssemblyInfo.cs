using OptiId.Conformance.Tests;
using OptiId.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningSystem))]
[assembly: AssemblyFixture(typeof(RunningOnFakeClock))]
