using OptiId.Browser.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Site))]
