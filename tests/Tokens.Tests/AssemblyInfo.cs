using OptiId.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(RedisTestStore))]
[assembly: AssemblyFixture(typeof(EmbeddedTestStore))]
