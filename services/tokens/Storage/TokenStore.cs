using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OptiId.Common.V1;
using OptiId.Store;
using OptiId.Tokens.V1;
using StackExchange.Redis;

namespace OptiId.Tokens.Storage;

/// <summary>
/// Where tokens are kept. Keys, all in the organization's partition:
/// <c>hash</c>: SHA-256 of a secret in hex → organization/token; <c>t:ORG</c>: token id → SHA-256 and record;
/// <c>used:ORG</c>: token id → minute of the last use, since 1970; <c>revision:ORG</c>: raised by each change of the organization's tokens.
/// Support's tokens have an empty organization and a partition of their own. Each change is told in the partition's log.
/// </summary>
internal sealed class TokenStore(StoreSession session)
{
    private const string ByHash = "hash";
    private const string SupportPlace = "support"; // its partition is that of an organization of this name, which there is none of

    /// <summary>Where the tokens of an organization lie, or Support's.</summary>
    public static int PartitionOf(string organizationId) => Partition.Of(organizationId.Length == 0 ? SupportPlace : organizationId);

    /// <summary>The token that a secret belongs to, without its last use; null where there is none. Live or not is for the caller to see.</summary>
    public async Task<StoredToken?> FindAsync(TokenSecret secret)
    {
        var hash = secret.Hash();
        var holder = (string?)await session.Reads.HashGetAsync(session.Keys.Of(secret.Partition, ByHash), Hex(hash));
        if (holder?.Split('/') is not [var organizationId, var tokenId])
        {
            return null;
        }

        var bytes = (byte[]?)await session.Reads.HashGetAsync(Tokens(organizationId), tokenId);

        // The record decides, not the index that led to it.
        return bytes is not null && Parse(bytes) is var stored && CryptographicOperations.FixedTimeEquals(stored.Hash, hash) ? stored : null;
    }

    /// <summary>All tokens of an organization that aren't forgotten, with their last use.</summary>
    public async Task<OrganizationTokens> ReadAsync(string organizationId)
    {
        var records = session.Reads.HashGetAllAsync(Tokens(organizationId));
        var used = (await session.Reads.HashGetAllAsync(Used(organizationId)))
            .ToDictionary(entry => (string)entry.Name!, entry => (long)entry.Value);
        var tokens = new List<StoredToken>();
        foreach (var record in await records)
        {
            var stored = Parse((byte[])record.Value!);
            if (used.TryGetValue(stored.Token.Id, out var minute))
            {
                stored.Token.LastUsed = new Timestamp { Seconds = minute * 60 };
            }

            tokens.Add(stored);
        }

        return new(tokens);
    }

    /// <summary>
    /// Changes an organization's tokens by a rule, which may run more than once. All that the rule saw is still so when its decision is
    /// written, and all of the decision is written or nothing. With the answer a revoked token is found revoked, an added one is found.
    /// </summary>
    public async Task<Token> ChangeAsync(string organizationId, Cause? cause, Func<OrganizationTokens, TokenChange> rule, CancellationToken cancellation)
    {
        var (token, _) = await session.ChangeAsync(
            async () =>
            {
                // Before the tokens: what changes in between has raised it.
                var revision = await session.Reads.StringGetAsync(Revision(organizationId));
                var change = rule(await ReadAsync(organizationId));
                return (change.Token, change.Written is { } written
                    ? Build(organizationId, revision, written, change.Forgotten).Append(TokenEvents.Of(written.Token, cause))
                    : new Commit(PartitionOf(organizationId)));
            },
            cancellation);
        return token;
    }

    /// <summary>Notes the minute of a token's last use, unless it or a later one is noted or the token is forgotten.</summary>
    public async Task WriteLastUsedAsync(string organizationId, string tokenId, long minute)
    {
        var key = Used(organizationId);
        var before = await session.Reads.HashGetAsync(key, tokenId);
        if (before.IsNull || (long)before < minute)
        {
            // Where a check fails, another instance of this service was faster.
            await session.TryCommitAsync(new Commit(PartitionOf(organizationId))
                .ExpectFields(Tokens(organizationId), [tokenId], present: true)
                .ExpectField(key, tokenId, before)
                .SetField(key, tokenId, minute));
        }
    }

    private Commit Build(string organizationId, RedisValue revision, StoredToken written, IReadOnlyList<StoredToken> forgotten)
    {
        var partition = PartitionOf(organizationId);
        var (byHash, tokens, key) = (session.Keys.Of(partition, ByHash), Tokens(organizationId), Revision(organizationId));
        var commit = new Commit(partition);
        commit = revision.IsNull ? commit.ExpectAbsent(key) : commit.ExpectValue(key, revision);
        commit.Set(key, revision.IsNull ? 1 : (long)revision + 1)
            .SetField(tokens, written.Token.Id, Format(written))
            .SetField(byHash, Hex(written.Hash), $"{organizationId}/{written.Token.Id}");
        if (forgotten.Count > 0)
        {
            var ids = forgotten.Select(stored => stored.Token.Id).ToList();
            commit.DeleteFields(tokens, ids).DeleteFields(Used(organizationId), ids)
                .DeleteFields(byHash, [.. forgotten.Select(stored => Hex(stored.Hash))]);
        }

        return commit;
    }

    private static byte[] Format(StoredToken stored)
    {
        var record = stored.Token.Clone();
        record.LastUsed = null; // Kept beside it.
        return [.. stored.Hash, .. record.ToByteArray()];
    }

    private static StoredToken Parse(byte[] bytes)
    {
        var token = Token.Parser.ParseFrom(bytes.AsSpan(SHA256.HashSizeInBytes));
        token.Kind = TokenKinds.Parse(token.Kind);
        return new(token, bytes[..SHA256.HashSizeInBytes]);
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private RedisKey Tokens(string organizationId) => session.Keys.Of(PartitionOf(organizationId), "t", organizationId);

    private RedisKey Used(string organizationId) => session.Keys.Of(PartitionOf(organizationId), "used", organizationId);

    private RedisKey Revision(string organizationId) => session.Keys.Of(PartitionOf(organizationId), "revision", organizationId);
}
