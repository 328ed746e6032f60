using OptiId.Events.V1;
using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class GroupHistoryTests
{
    public static TheoryData<Change, string> Entries => new()
    {
        { new() { GroupCreated = new() { DisplayName = "Editors", Source = Common.V1.Source.Scim } }, "created as Editors, scim" },
        { new() { GroupUpdated = new() { DisplayName = "Writers" } }, "changed; its name is Writers" },
        { new() { GroupTakenOver = new() }, "taken over by the identity provider" },
        { new() { GroupReleased = new() }, "released" },
        { new() { MembersAdded = new() { Members = { new Member { UserId = "a" }, new Member { UserId = "b" } } } }, "came: a, b" },
        { new() { MembersRemoved = new() { UserIds = { Enumerable.Repeat("a", 1_000) } } }, "left: 1,000 users" },
        { new() { GrantMade = new() { InstanceId = "i", Role = "editor" } }, "given editor in i" },
        { new() { GrantEnded = new() { InstanceId = "i", Role = "editor" } }, "lost editor in i" },
        { new() { InstanceDeleted = new() { InstanceId = "i" } }, "lost its roles in i, which was deleted" },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void AnEntry_IsDescribed(Change change, string expected) => GroupHistory.Describe(change).ShouldBe(expected);
}
