using OptiId.Hosting;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningOnEmbedded))]
