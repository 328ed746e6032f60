using OptiId.Common.V1;
using OptiId.Events.V1;
using Shouldly;
using Xunit;

namespace OptiId.Cli.Tests;

public sealed class UserHistoryTests
{
    public static TheoryData<Change, string> Entries => new()
    {
        { new() { UserProvisioned = new() { Source = Source.Scim } }, "created (scim), deactivated" },
        { new() { UserUpdated = new() { Source = Source.Scim, TakenOver = true, ChangedAttributes = { "name" } } }, "taken over by the identity provider: name" },
        { new() { MembersAdded = new() { GroupId = "g1", GroupName = "Editors" } }, "became a member of Editors" },
        { new() { MembersRemoved = new() { GroupId = "g1" } }, "left g1" },
        { new() { GroupDeleted = new() { GroupId = "g1", DisplayName = "Editors" } }, "left Editors, which was deleted" },
    };

    [Theory]
    [MemberData(nameof(Entries), DisableDiscoveryEnumeration = true)]
    public void AnEntry_IsDescribed(Change change, string expected) => UserHistory.Tell(change).ShouldBe(expected);
}
