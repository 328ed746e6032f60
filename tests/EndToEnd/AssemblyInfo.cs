using OptiId.EndToEnd.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningLocal))]
[assembly: AssemblyFixture(typeof(RunningThroughDapr))]
