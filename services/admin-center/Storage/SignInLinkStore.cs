using Google.Protobuf;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.AdminCenter.Storage;

/// <summary>One-time links: <c>link</c> hash of the code → whom it signs in, for as long as it works.</summary>
internal sealed class SignInLinkStore(StoreSession session)
{
    /// <summary>Makes a link that works once, for a time.</summary>
    /// <returns>Its code, which isn't kept.</returns>
    public async Task<string> AddAsync(AdminCaller caller, TimeSpan lifetime)
    {
        var code = SecretKey.Generate();
        var link = new SignInLinkRecord { Kind = SignedInKinds.Of(caller.Kind), Id = caller.Id, OrganizationId = caller.OrganizationId, Name = caller.Name };
        var (key, partition) = KeyOf(code);
        await session.ChangeAsync(() => Task.FromResult((0, new Commit(partition).Set(key, link.ToByteArray(), lifetime))));
        return code;
    }

    /// <summary>Whom a link signs in; null: it was used before, has expired, or never was. It still works after it.</summary>
    public async Task<AdminCaller?> ReadAsync(string code)
    {
        var stored = await session.Reads.StringGetAsync(KeyOf(code).Key);
        return !stored.IsNull && SignInLinkRecord.Parser.ParseFrom((byte[])stored!) is var link
            ? SignedInKinds.CallerOf(link.Kind, link.Id, link.OrganizationId, link.Name)
            : null;
    }

    /// <summary>Uses a link up.</summary>
    /// <returns>Whether it was there: of two at once one gets it.</returns>
    public async Task<bool> TakeAsync(string code)
    {
        var (key, partition) = KeyOf(code);
        var stored = await session.Reads.StringGetAsync(key);
        return !stored.IsNull && await session.TryCommitAsync(new Commit(partition).ExpectValue(key, stored).Delete(key)) is not null;
    }

    private (RedisKey Key, int Partition) KeyOf(string code)
    {
        var hash = SecretKey.HashOf(code);
        var partition = Partition.Of(hash);
        return (session.Keys.Of(partition, "link", hash), partition);
    }
}
