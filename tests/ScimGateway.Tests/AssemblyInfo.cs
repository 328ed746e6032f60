using OptiId.ScimGateway.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(RunningGateway))]
