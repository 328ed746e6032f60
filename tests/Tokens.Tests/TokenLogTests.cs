using OptiId.Errors.V1;
using OptiId.Events.V1;
using OptiId.Store;
using OptiId.Testing;
using OptiId.Tokens.Storage;
using OptiId.Tokens.V1;
using Shouldly;
using Xunit;

namespace OptiId.Tokens.Tests;

public sealed class TokenLogOnRedisTests(RedisTestStore store) : TokenLogTests(store);

public sealed class TokenLogOnEmbeddedTests(EmbeddedTestStore store) : TokenLogTests(store);

/// <summary>The change log of the tokens service, which the audit log follows (P27).</summary>
public abstract class TokenLogTests(TestStore store) : RpcTests(store)
{
    [Fact]
    public async Task P27_IssuingReplacingAndRevoking_AreToldWithTheirCauses()
    {
        var issued = await IssueAsync("Okta");
        var replacement = await ReplaceAsync(issued.Token.Id);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var revoked = await RevokeAsync(issued.Token.Id);

        var changes = await ReadLogAsync(OrganizationId);
        changes.Select(change => change.EventCase).ShouldBe(
            [Change.EventOneofCase.TokenIssued, Change.EventOneofCase.TokenIssued, Change.EventOneofCase.TokenRevoked]);
        changes.ShouldAllBe(change => change.Cause.Actor == "support:grace" && change.Cause.RequestId.Length > 0);
        changes[0].TokenIssued.ShouldBe(new() { TokenId = issued.Token.Id, Label = "Okta", Kind = "scim" });
        changes[0].At.ShouldBe(issued.Token.Created);
        changes[1].TokenIssued.ShouldBe(new() { TokenId = replacement.Token.Id, Label = "Okta", Kind = "scim", Replaces = issued.Token.Id });
        changes[2].TokenRevoked.ShouldBe(new() { TokenId = issued.Token.Id, Label = "Okta" });
        changes[2].At.ShouldBe(revoked.Revoked);
    }

    [Fact]
    public async Task RevokingARevokedToken_AndAuthenticating_TellNothing()
    {
        var issued = await IssueAsync();
        await AuthenticateAsync(issued.Secret);
        await EventuallyAsync(async () => (await ListAsync()).Single().LastUsed is not null);
        await RevokeAsync(issued.Token.Id);
        await RevokeAsync(issued.Token.Id);
        await RefusedAsync(Reason.TokenRefused, () => AuthenticateAsync(issued.Secret));
        (await ReadLogAsync(OrganizationId)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task ARefusedIssue_TellsNothing()
    {
        await RefusedAsync(Reason.InvalidValue, () => IssueAsync(label: ""));
        (await ReadLogAsync(OrganizationId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task TheLog_HoldsNoSecretAndNoHash()
    {
        var issued = await IssueAsync();
        TokenSecret.TryParse(issued.Secret, out var secret).ShouldBeTrue();
        var text = string.Join(' ', await ReadLogAsync(OrganizationId));
        text.ShouldNotBeEmpty();
        text.ShouldNotContain(issued.Secret);
        text.ShouldNotContain(issued.Token.Hint);
        text.ShouldNotContain(Convert.ToHexStringLower(secret.Hash()));
        text.ShouldNotContain(Convert.ToBase64String(secret.Hash()));
    }

    [Fact]
    public async Task SupportsTokens_AreToldWithoutAnOrganization()
    {
        await RevokeSupportsAsync();
        var issued = await IssueAsync("Support", request => (request.Kind, request.OrganizationId) = (TokenKind.Support, ""));
        var change = (await ReadLogAsync("")).Single(change => change.TokenIssued?.TokenId == issued.Token.Id);
        (change.OrganizationId, change.TokenIssued.Kind).ShouldBe(("", "support"));
    }

    [Fact]
    public async Task ASnapshot_TellsThePositionAndNothingElse()
    {
        await IssueAsync();
        using var call = Changes.ReadSnapshot(new() { Partition = (uint)TokenStore.PartitionOf(OrganizationId) }, cancellationToken: TestContext.Current.CancellationToken);
        var (head, changes) = ((Head?)null, 0);
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            head ??= call.ResponseStream.Current.Head;
            changes += call.ResponseStream.Current.Changes.Count;
        }

        (head.ShouldNotBeNull().Sequence > 0, changes).ShouldBe((true, 0));
    }

    private async Task<IReadOnlyList<Change>> ReadLogAsync(string organizationId)
    {
        var partition = (uint)TokenStore.PartitionOf(organizationId);
        var heads = await Changes.ReadHeadsAsync(new(), cancellationToken: TestContext.Current.CancellationToken);
        heads.Heads.Count.ShouldBe(Partition.Count);
        var page = await Changes.ReadChangesAsync(
            new() { Partition = partition, Epoch = heads.Heads[(int)partition].Epoch }, cancellationToken: TestContext.Current.CancellationToken);
        return [.. page.Changes.Where(change => change.OrganizationId == organizationId)];
    }
}
