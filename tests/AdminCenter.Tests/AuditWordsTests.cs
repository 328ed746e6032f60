using OptiId.AdminCenter.Audit;
using OptiId.Common.V1;
using OptiId.Events.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class AuditWordsTests
{
    public static TheoryData<string, string, Change> Entries => new()
    {
        { "user.released", "Released a user from the identity provider", new() { UserUpdated = new() { Source = Source.Local } } },
        { "user.changed", "Changed name of a user", new() { UserUpdated = new() { Source = Source.Local, ChangedAttributes = { "name" } } } },
        { "user.changed", "Changed a user", new() { UserUpdated = new() { Source = Source.Scim, TakenOver = true } } },
        { "group.taken-over", "Handed to the identity provider: the group Editors", new() { GroupTakenOver = new() { GroupId = "g1" } } },
        { "group.deleted", "Deleted the group Editors", new() { GroupDeleted = new() { GroupId = "g1" } } },
        { "group.deleted", "Deleted the group Writers", new() { GroupDeleted = new() { GroupId = "unknown", DisplayName = "Writers" } } },
        { "group.members-added", "Added a member to the group Writers", new() { MembersAdded = new() { GroupId = "unknown", GroupName = "Writers", Members = { new Member { UserId = "u1" } } } } },
        { "group.members-removed", "Removed a member from the group Editors", new() { MembersRemoved = new() { GroupId = "g1", UserIds = { "u1" } } } },
    };

    [Theory]
    [MemberData(nameof(Entries), DisableDiscoveryEnumeration = true)]
    public void AnEntry_SaysWhatWasDone_AndNamesWhatItIsAbout(string action, string summary, Change change)
    {
        change.Cause = new() { Actor = "administrator:a1" };
        var names = AuditWords.NamedIds(change).ToDictionary(id => id, _ => "Editors"); // none but those that are asked for
        var entry = AuditWords.EntryOf("groups/1/1", change, names);
        (entry.Action, entry.Summary).ShouldBe((action, summary));
    }
}
