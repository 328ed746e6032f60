using Shouldly;
using Xunit;

namespace OptiId.Repository.Tests;

using Rule = Func<IReadOnlyList<SourceFile>, IEnumerable<string>>;

/// <summary>The rules of the repository. Each holds for its files, and finds a sample that breaks it: otherwise it would prove nothing.</summary>
public sealed class RuleTests
{
    private static readonly Dictionary<string, (Rule FindViolations, SourceFile[] Broken, SourceFile[] Kept)> Rules = new()
    {
        ["An RPC is in the file of its name"] = (RpcFiles.FindViolations,
            [File("protos/optiid/groups/v1/groups.proto", "package optiid.groups.v1;\n  rpc GetGroup(A) returns (B);"), File("services/groups/Program.cs")],
            [File("protos/optiid/groups/v1/groups.proto", "package optiid.groups.v1;\n  rpc GetGroup(A) returns (B);"), File("services/groups/GetGroup.cs")]),
        ["No service references another"] = (Borders.FindServicesThatReferenceOthers,
            [File("services/access/A.csproj", """<ProjectReference Include="../groups/G.csproj" />""")],
            [File("services/access/A.csproj", """<ProjectReference Include="../../libs/store/S.csproj" />""")]),
        ["Only stores know Redis"] = (Borders.FindStrangersToRedis,
            [File("services/groups/GetGroup.cs", "using StackExchange.Redis;")],
            [File("services/groups/Storage/GroupStore.cs", "using StackExchange.Redis;"), File("services/groups/A.cs", "// not StackExchange.Redis.IDatabase")]),
        ["One place knows the SCIM media type"] = (Borders.FindFurtherScimMediaTypes,
            [File("services/scim-gateway/A.cs", "x = \"application/scim+json\";"), File("libs/scim/B.cs", "y = \"application/scim+json; charset=utf-8\";")],
            [File("services/scim-gateway/A.cs", "x = \"application/scim+json\";"), File("libs/scim/B.cs", "// \"application/scim+json\"")]),
        ["Links in pages lead somewhere"] = (Links.FindDead,
            [File("docs/a.md", "[b](../b.md)"), File("docs/b.md")],
            [File("docs/a.md", "[b](b.md#top) [root](/README.md) [web](https://example.org/x) [docs](.) `[no](link)`"), File("docs/b.md"), File("README.md")]),
        ["A file is a sitting"] = (Habits.FindLongFiles,
            [File("libs/a/A.cs", new string('\n', 401))],
            [File("libs/a/A.cs", new string('\n', 400)), File("docs/a.md", new string('\n', 500))]),
        ["Nobody blocks a thread (Result)"] = (Habits.FindBlockingWaits,
            [File("libs/a/A.cs", "var x = task.Result;")],
            [File("libs/a/A.cs", "// task.Result;\nvar x = new Results(); Use(Result: 1); x.Resulting();"), File("tests/a/A.cs", "task.Wait();")]),
        ["Nobody blocks a thread (Wait)"] = (Habits.FindBlockingWaits,
            [File("services/a/A.cs", "task.Wait();"), File("local/A.cs", "task.GetAwaiter().GetResult();")],
            [File("services/a/A.cs", "await semaphore.WaitAsync(); var s = \"task.Wait()\";")]),
        ["Nothing names a machine or a registry"] = (Habits.FindMachineTraces,
            [File("scripts/a", "cd /wor" + "k/main"), File("deploy/a.yaml", "image: ghc" + "r.io/a")],
            [File("scripts/a", "cd ./work/main"), File("deploy/docker/Dockerfile", "FROM mcr.microsof" + "t.com/dotnet/aspnet:10.0")]),
        ["MassTransit stays below 9"] = (Habits.FindCommercialMassTransit,
            [File("Directory.Packages.props", """<PackageVersion Include="MassTransit.RabbitMQ" Version="8.5.12" />""")],
            [File("Directory.Packages.props", """<PackageVersion Include="MassTransit" Version="[8.5.12,9)" />""")]),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheRepository_KeepsTheRule(string rule) => Rules[rule].FindViolations(RepositoryFiles.All).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void ASampleThatBreaksIt_IsFound(string rule) => Rules[rule].FindViolations(Rules[rule].Broken).ShouldNotBeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void ASampleThatKeepsIt_IsNot(string rule) => Rules[rule].FindViolations(Rules[rule].Kept).ShouldBeEmpty();

    [Fact]
    public void TheRules_SeeTheRepository()
    {
        RepositoryFiles.All.Count(file => file.IsProductCode).ShouldBeGreaterThan(20);
        RepositoryFiles.All.ShouldContain(file => file.Path == "protos/optiid/groups/v1/groups.proto");
        RepositoryFiles.All.ShouldNotContain(file => file.Path.Contains("/obj/"));
    }

    private static SourceFile File(string path, string text = "") => new(path, text);
}
