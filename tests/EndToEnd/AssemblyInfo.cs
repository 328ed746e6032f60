using OptiId.EndToEnd.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningLocal))]
