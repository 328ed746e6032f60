using Google.Protobuf;
using OptiId.Store;

namespace OptiId.AdminCenter.Storage;

/// <summary>One-time links: <c>link</c> hash of the code → whom it signs in, for as long as it works.</summary>
internal sealed class SignInLinkStore(StoreSession session)
{
    /// <summary>Makes a link that works once, for a time.</summary>
    /// <returns>Its code, which isn't kept.</returns>
    public async Task<string> AddAsync(SignInLinkRecord link, TimeSpan lifetime)
    {
        var code = SecretKey.Generate();
        var hash = SecretKey.HashOf(code);
        var partition = Partition.Of(hash);
        await session.ChangeAsync(() => Task.FromResult((0, new Commit(partition).Set(session.Keys.Of(partition, "link", hash), link.ToByteArray(), lifetime))));
        return code;
    }

    /// <summary>Uses a link up; null: it was used before, has expired, or never was. Of two at once one gets it.</summary>
    public async Task<SignInLinkRecord?> UseAsync(string code)
    {
        var hash = SecretKey.HashOf(code);
        var partition = Partition.Of(hash);
        var key = session.Keys.Of(partition, "link", hash);
        var stored = await session.Reads.StringGetAsync(key);
        return !stored.IsNull && await session.TryCommitAsync(new Commit(partition).ExpectValue(key, stored).Delete(key)) is not null
            ? SignInLinkRecord.Parser.ParseFrom((byte[])stored!)
            : null;
    }
}
