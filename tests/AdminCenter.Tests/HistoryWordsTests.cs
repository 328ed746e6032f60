using OptiId.AdminCenter.History;
using OptiId.Common.V1;
using OptiId.Events.V1;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class HistoryWordsTests
{
    private static readonly KnownNames Names = Known();

    public static TheoryData<string, Change> ChangesOfUsers => new()
    {
        { "Created by the identity provider", new() { UserProvisioned = new() { Tenure = 1, Source = Source.Scim, Active = true } } },
        { "Created by the identity provider, deactivated", new() { UserProvisioned = new() { Tenure = 1, Source = Source.Scim } } },
        { "Created by the identity provider again, under the same id", new() { UserProvisioned = new() { Tenure = 2, Source = Source.Scim, Active = true } } },
        { "Created at the first sign-in", new() { UserProvisioned = new() { Tenure = 1, Source = Source.Jit, Active = true } } },
        { "Added as a collaborator", new() { UserProvisioned = new() { Tenure = 1, Source = Source.Local, Active = true } } },
        { "Changed: emails, name", new() { UserUpdated = new() { Source = Source.Scim, ChangedAttributes = { "emails", "name" } } } },
        { "Taken over by the identity provider", new() { UserUpdated = new() { Source = Source.Scim, TakenOver = true } } },
        { "Taken over by the identity provider; changed: name", new() { UserUpdated = new() { Source = Source.Scim, TakenOver = true, ChangedAttributes = { "name" } } } },
        { "Released: administrators manage the user from then on", new() { UserUpdated = new() { Source = Source.Local } } },
        { "Deactivated: no access and no sign-in from then on", new() { UserDeactivated = new() } },
        { "Reinstated within the grace time: the memberships count again", new() { UserReinstated = new() { MembershipsKept = true } } },
        { "Reinstated after the grace time: the memberships of before don't count any more", new() { UserReinstated = new() } },
        { "Deleted", new() { UserDeleted = new() } },
        { "Every personal datum was erased", new() { UserErased = new() } },
        { "Became a member of Editors", new() { MembersAdded = new() { GroupId = "g1", Members = { new Member { UserId = "u1" } } } } },
        { "Left Editors", new() { MembersRemoved = new() { GroupId = "g1", UserIds = { "u1" } } } },
        { "Left a group that is gone", new() { MembersRemoved = new() { GroupId = "unknown", UserIds = { "u1" } } } },
        { "Left Writers", new() { MembersRemoved = new() { GroupId = "unknown", GroupName = "Writers", UserIds = { "u1" } } } },
        { "Became a member of Writers", new() { MembersAdded = new() { GroupId = "unknown", GroupName = "Writers", Members = { new Member { UserId = "u1" } } } } },
        { "Became a member of Editors", new() { MembersAdded = new() { GroupId = "g1", GroupName = "Called so before", Members = { new Member { UserId = "u1" } } } } },
        { "Left Writers, which was deleted", new() { GroupDeleted = new() { GroupId = "unknown", DisplayName = "Writers" } } },
    };

    public static TheoryData<string, Change> ChangesOfGroups => new()
    {
        { "Created as Editors", new() { GroupCreated = new() { DisplayName = "Editors", Source = Source.Local } } },
        { "Created as Editors by the identity provider", new() { GroupCreated = new() { DisplayName = "Editors", Source = Source.Scim } } },
        { "Named Writers", new() { GroupUpdated = new() { DisplayName = "Writers" } } },
        { "Deleted; its memberships and roles ended", new() { GroupDeleted = new() } },
        { "Taken over by the identity provider, with its members and roles", new() { GroupTakenOver = new() } },
        { "Released: administrators manage it from then on", new() { GroupReleased = new() } },
        { "Ann became a member", Added("u1") },
        { "Ann and Ben became members", Added("u1", "u2") },
        { "Ann, Ben and Cleo became members", Added("u1", "u2", "u3") },
        { "Ann, Ben, Cleo and 2 more became members", Added("u1", "u2", "u3", "u4", "u5") },
        { "Ann and 1 more became members", Added("u1", "unknown") },
        { "A user who is gone became a member", Added("unknown") },
        { "1,000 users became members", Added([.. Enumerable.Range(0, 1_000).Select(number => $"unknown{number}")]) },
        { "Ben is no member any more", new() { MembersRemoved = new() { UserIds = { "u2" } } } },
        { "Ben and Ann are no members any more", new() { MembersRemoved = new() { UserIds = { "u2", "u1" } } } },
        { "Got the role Editor in Website (CMS, Production)", new() { GrantMade = new() { InstanceId = "i1", Role = "Editor" } } },
        { "Lost the role Editor in Website (CMS, Production)", new() { GrantEnded = new() { InstanceId = "i1", Role = "Editor" } } },
        { "Lost the role Editor in a product instance that is gone", new() { GrantEnded = new() { InstanceId = "unknown", Role = "Editor" } } },
    };

    [Theory]
    [MemberData(nameof(ChangesOfUsers), DisableDiscoveryEnumeration = true)]
    public void WhatHappenedToAUser_IsASentence(string sentence, Change change) => Text(HistoryWords.OfUser(change, Names)).ShouldBe(sentence);

    [Theory]
    [MemberData(nameof(ChangesOfGroups), DisableDiscoveryEnumeration = true)]
    public void WhatHappenedToAGroup_IsASentence(string sentence, Change change) => Text(HistoryWords.OfGroup(change, Names)).ShouldBe(sentence);

    [Fact]
    public void NamedPeopleAndGroups_LeadToTheirPages_AndWhoIsGoneDoesNot()
    {
        HistoryWords.OfGroup(Added("u1", "unknown"), Names).Where(word => word.Kind == WordKind.User).Select(word => word.Id).ShouldBe(["u1"]);
        HistoryWords.OfUser(ChangeOfGroup("g1"), Names).ShouldContain(new Word("Editors", WordKind.Group, "g1"));
        HistoryWords.OfUser(ChangeOfGroup("unknown"), Names).ShouldAllBe(word => word.Kind == WordKind.Text);
        HistoryWords.OfUser(new() { GroupDeleted = new() { GroupId = "unknown", DisplayName = "Writers" } }, Names).ShouldAllBe(word => word.Id.Length == 0);
    }

    [Fact]
    public void OnlyTheNamesThatASentenceSays_AreLookedUp()
    {
        HistoryWords.UsersIn(Added([.. Enumerable.Range(0, 1_000).Select(number => $"u{number}")])).ShouldBe(["u0", "u1", "u2"]);
        HistoryWords.GroupIn(ChangeOfGroup("g1")).ShouldBe("g1");
        HistoryWords.GroupIn(new() { UserDeleted = new() }).ShouldBeNull();
    }

    private static Change Added(params string[] userIds) => new() { MembersAdded = new() { GroupId = "g1", Members = { userIds.Select(id => new Member { UserId = id }) } } };

    private static Change ChangeOfGroup(string groupId) => new() { MembersRemoved = new() { GroupId = groupId, UserIds = { "u1" } } };

    private static string Text(IEnumerable<Word> words) => string.Concat(words.Select(word => word.Text));

    private static KnownNames Known()
    {
        var names = new KnownNames();
        (names.Users["u1"], names.Users["u2"], names.Users["u3"]) = ("Ann", "Ben", "Cleo");
        (names.Users["u4"], names.Users["u5"]) = ("Dora", "Emil");
        names.Groups["g1"] = "Editors";
        names.Instances["i1"] = "Website (CMS, Production)";
        return names;
    }
}
