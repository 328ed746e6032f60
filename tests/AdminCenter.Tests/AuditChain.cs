using System.Security.Cryptography;
using Google.Protobuf;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Storage;
using OptiId.Hosting;
using OptiId.Store;
using StackExchange.Redis;

namespace OptiId.AdminCenter.Tests;

/// <summary>An organization's audit chain as somebody sees it who can write to the store.</summary>
internal sealed class AuditChain(RunningOn running, string organizationId)
{
    private static readonly KeySpace Keys = new("admin");

    private readonly IDatabase store = running.Store.Connect().Requests;

    private RedisKey Entries => Keys.Of(Partition.Of(organizationId), "audit", organizationId);

    private RedisKey HeadKey => Keys.Of(Partition.Of(organizationId), "audit-head", organizationId);

    /// <summary>How the hash is made, told once more: what the documentation says must hold.</summary>
    public static ByteString HashOf(AuditEntry entry)
    {
        var content = entry.Clone();
        content.Hash = ByteString.Empty;
        return ByteString.CopyFrom(SHA256.HashData(content.ToByteArray()));
    }

    public async Task<AuditEntry> ReadAsync(int number) => AuditEntry.Parser.ParseFrom((byte[])(await store.HashGetAsync(Entries, number))!);

    public Task WriteAsync(int number, AuditEntry entry) => WriteAsync(number, entry.ToByteArray());

    public Task WriteAsync(int number, byte[] bytes) => store.HashSetAsync(Entries, number, bytes);

    public Task RemoveAsync(int number) => store.HashDeleteAsync(Entries, number);

    public Task WriteHeadAsync(ulong number, ByteString hash) => store.StringSetAsync(HeadKey, new AuditHeadRecord { Number = number, Hash = hash }.ToByteArray());

    public Task RemoveHeadAsync() => store.KeyDeleteAsync(HeadKey);
}
