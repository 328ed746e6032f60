using System.Collections.Concurrent;
using OptiId.Hosting;
using Shouldly;

namespace OptiId.EndToEnd.Tests;

/// <summary>
/// What writers were told is done. Each thing has one writer, so its last acknowledged value is what must be there; what was on its way
/// when the connection broke may be there or not.
/// </summary>
internal sealed class AcknowledgedWrites
{
    private readonly ConcurrentDictionary<string, User> users = [];
    private readonly ConcurrentDictionary<string, Group> groups = [];
    private int count;

    /// <summary>How many writes were acknowledged.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>One round of a writer: a user, a membership, and now and then a group of its own, a removal or a deactivation.</summary>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    public async Task WriteAsync(ScimClient scim, string groupId, string name, int number)
    {
        var created = await scim.PostAsync("/Users", ScimBodies.User($"{name}@example.com"));
        Acknowledge(created, 201);
        var user = users[created.Id] = new($"{name}@example.com");

        user.Member = null;
        Acknowledge(await scim.PatchAsync($"/Groups/{groupId}", $$"""{"op":"add","path":"members","value":[{"value":"{{created.Id}}"}]}"""), 204);
        user.Member = true;
        switch (number % 4)
        {
            case 1:
                var group = await scim.PostAsync("/Groups", ScimBodies.Group(name, created.Id));
                Acknowledge(group, 201);
                groups[group.Id] = new(name, created.Id);
                break;
            case 2:
                user.Member = null;
                Acknowledge(await scim.PatchAsync($"/Groups/{groupId}", $$"""{"op":"remove","path":"members[value eq \"{{created.Id}}\"]"}"""), 204);
                user.Member = false;
                break;
            case 3:
                user.Active = null;
                Acknowledge(await scim.PatchAsync($"/Users/{created.Id}", """{"op":"replace","path":"active","value":false}"""), 200);
                user.Active = false;
                break;
        }
    }

    /// <summary>Holds what is there to what was acknowledged.</summary>
    /// <returns>The active members of the common group as SCIM tells them.</returns>
    public async Task<IReadOnlyCollection<string>> CompareAsync(ScimClient scim, string groupId)
    {
        var members = (await scim.GetAsync($"/Groups/{groupId}")).MemberIds.ToHashSet();
        var active = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8 };
        await Parallel.ForEachAsync(users, options, async (pair, _) =>
        {
            var (id, expected) = pair;
            var user = await scim.GetAsync($"/Users/{id}");
            user.Status.ShouldBe(200, expected.UserName);
            ((string)user.Body["userName"]!).ShouldBe(expected.UserName);
            var isActive = (bool)user.Body["active"]!;
            (expected.Active ?? isActive).ShouldBe(isActive, $"{expected.UserName} is active");
            (expected.Member ?? members.Contains(id)).ShouldBe(members.Contains(id), $"{expected.UserName} is a member");
            if (isActive)
            {
                active.Add(id);
            }
        });
        await Parallel.ForEachAsync(groups, options, async (pair, _) =>
        {
            var group = await scim.GetAsync($"/Groups/{pair.Key}");
            (group.Status, (string?)group.Body["displayName"]).ShouldBe((200, pair.Value.Name));
            group.MemberIds.ShouldBe([pair.Value.MemberId]);
        });

        // A name can be found by the index too, and is still taken.
        var some = users.Values.First().UserName;
        (await scim.GetAsync($"/Users?filter=userName%20eq%20%22{some}%22")).Resources.ShouldHaveSingleItem();

        // A user whose create was on its way is a member only where a write made it one; so members are users that are known.
        members.Except(users.Keys).ShouldBeEmpty();
        return [.. active.Where(members.Contains)];
    }

    private void Acknowledge(ScimAnswer answer, int status)
    {
        answer.Status.ShouldBe(status, answer.Text);
        Interlocked.Increment(ref count);
    }

    /// <summary>Null: not known.</summary>
    private sealed class User(string userName)
    {
        public string UserName => userName;

        public bool? Member { get; set; } = false;

        public bool? Active { get; set; } = true;
    }

    private sealed record Group(string Name, string MemberId);
}
