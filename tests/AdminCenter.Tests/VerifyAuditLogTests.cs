using Google.Protobuf;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;
using OptiId.Hosting;
using OptiId.ServiceDefaults;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

public sealed class VerifyAuditLogOnEmbeddedTests(RunningOnEmbedded running) : VerifyAuditLogContract(running);

public sealed class VerifyAuditLogOnRedisTests(RunningOnRedis running) : VerifyAuditLogContract(running);

/// <summary>A removed, changed, moved or added entry shows (P27): each is done to the store behind the system's back.</summary>
public abstract class VerifyAuditLogContract(RunningOn running) : AuditContract(running)
{
    private const int Length = 8;

    [Fact]
    public async Task P27_AnUntouchedLog_IsIntact_AndSaysWhatToNoteDown()
    {
        var tenant = await NewTenantWithEntriesAsync(Length);

        var found = await VerifyAsync(tenant.Id);

        found.Intact.ShouldBeTrue(found.Finding);
        found.BrokenAt.ShouldBe(0ul);
        var entries = await EntriesAsync(tenant.Id);
        (found.Entries, found.HeadHash).ShouldBe(((ulong)Length, entries[^1].Hash));
        entries.ShouldAllBe(entry => entry.Hash == AuditChain.HashOf(entry));
        entries.Zip(entries.Skip(1)).ShouldAllBe(pair => pair.Second.PreviousHash == pair.First.Hash);
    }

    [Fact]
    public async Task P27_AnEmptyLog_IsIntact()
    {
        var tenant = await Running.NewTenantAsync();

        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(Length)]
    public Task P27_ARemovedEntry_Shows(int number) => BreaksAsync(number, chain => chain.RemoveAsync(number), "missing");

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(Length)]
    public Task P27_AChangedEntry_Shows(int number) => BreaksAsync(
        number,
        async chain =>
        {
            var entry = await chain.ReadAsync(number);
            entry.Actor = "administrator:ben";
            await chain.WriteAsync(number, entry);
        },
        "was changed");

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(Length)]
    public Task P27_AChangedEntry_WithItsHashMadeAnew_Shows(int number) => BreaksAsync(
        number,
        async chain =>
        {
            var entry = await chain.ReadAsync(number);
            entry.Summary = "Nothing to see here";
            entry.Hash = AuditChain.HashOf(entry);
            await chain.WriteAsync(number, entry);
        },
        "isn't the one that was written");

    [Fact]
    public Task P27_SwappedEntries_Show() => BreaksAsync(
        6,
        async chain =>
        {
            var (third, sixth) = (await chain.ReadAsync(3), await chain.ReadAsync(6));
            await chain.WriteAsync(3, sixth);
            await chain.WriteAsync(6, third);
        },
        "another's place");

    [Fact]
    public Task P27_WhatIsNoEntry_Shows() => BreaksAsync(4, chain => chain.WriteAsync(4, [0xFF, 0x00, 0xFF]), "can't be read");

    [Fact]
    public Task P27_AnEntryAppendedByHand_Shows() => BreaksAsync(
        Length + 1,
        async chain =>
        {
            var entry = await chain.ReadAsync(Length);
            (entry.Number, entry.PreviousHash, entry.Summary) = (Length + 1, entry.Hash, "Never happened");
            entry.Hash = AuditChain.HashOf(entry);
            await chain.WriteAsync(Length + 1, entry);
        },
        "the system did not write");

    [Fact]
    public Task P27_AChangedHead_Shows() => BreaksAsync(
        Length, chain => chain.WriteHeadAsync(Length, ByteString.CopyFrom(new byte[32])), "isn't the one that was written");

    [Fact]
    public Task P27_ARemovedHead_Shows() => BreaksAsync(1, chain => chain.RemoveHeadAsync(), "the system did not write");

    [Fact]
    public async Task P27_ALogThatWasCutOffAtItsEnd_ShowsByWhatWasNotedDown()
    {
        var (tenant, chain, noted) = await NotedAsync();
        var last = await chain.ReadAsync(Length - 1);
        await chain.RemoveAsync(Length);
        await chain.WriteHeadAsync(last.Number, last.Hash);

        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue("a shorter log is whole by itself");
        var found = await VerifyAsync(tenant.Id, noted);

        (found.Intact, found.BrokenAt).ShouldBe((false, (ulong)Length));
        found.Finding.ShouldContain("its end was cut off");
    }

    [Fact]
    public async Task P27_ALogThatWasWrittenAnew_ShowsByWhatWasNotedDown()
    {
        var (tenant, chain, noted) = await NotedAsync();
        var before = ByteString.Empty;
        for (var number = 1; number <= Length; number++)
        {
            var entry = await chain.ReadAsync(number);
            entry.Summary = number == 2 ? "Something else" : entry.Summary;
            entry.PreviousHash = before;
            before = entry.Hash = AuditChain.HashOf(entry);
            await chain.WriteAsync(number, entry);
        }

        await chain.WriteHeadAsync(Length, before);

        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue("a chain made anew is whole by itself");
        var found = await VerifyAsync(tenant.Id, noted);

        (found.Intact, found.BrokenAt).ShouldBe((false, (ulong)Length));
        found.Finding.ShouldContain("written anew");
    }

    [Fact]
    public async Task P27_WhatWasNotedDown_HoldsWhileTheLogGrows()
    {
        var (tenant, _, noted) = await NotedAsync();
        await NewGroupAsync(tenant, "support:joan");

        var found = await VerifyAsync(tenant.Id, noted);

        found.Intact.ShouldBeTrue(found.Finding);
        found.Entries.ShouldBe(Length + 1ul);
    }

    [Fact]
    public async Task HalfOfWhatWasNotedDown_IsRefused_InsteadOfSayingIntact()
    {
        var (tenant, _, noted) = await NotedAsync();
        var audit = (await CenterAsync()).Audit;

        await Refused.OfFieldAsync("knownNumber", Reason.InvalidValue, async () => await audit.VerifyAuditLogAsync(
            new() { OrganizationId = tenant.Id, KnownHash = noted.Hash }));
        await Refused.OfFieldAsync("knownHash", Reason.InvalidValue, async () => await audit.VerifyAuditLogAsync(
            new() { OrganizationId = tenant.Id, KnownNumber = noted.Number }));
        await Refused.OfFieldAsync("knownHash", Reason.InvalidValue, async () => await audit.VerifyAuditLogAsync(
            new() { OrganizationId = tenant.Id, KnownNumber = noted.Number, KnownHash = ByteString.CopyFrom(noted.Hash.Span[..31]) }));
    }

    [Fact]
    public async Task ALog_IsVerifiedByOneAtATime()
    {
        var tenant = await NewTenantWithEntriesAsync(Length);
        var reader = new AuditReader(new AuditStore(Running.Store.OpenSession("admin")), []);

        var runs = Enumerable.Range(0, 50).Select(_ => reader.VerifyAsync(tenant.Id, null, default)).ToList();

        (await runs[0]).Intact.ShouldBeTrue();
        await Task.WhenAll(runs).ContinueWith(_ => { }, TaskScheduler.Default);
        runs.Where(run => run.IsFaulted).ShouldNotBeEmpty();
        runs.Where(run => run.IsFaulted).ShouldAllBe(run => run.Exception!.InnerException is RefusedException);
        (await reader.VerifyAsync(tenant.Id, null, default)).Intact.ShouldBeTrue();
    }

    private async Task<(Tenant Tenant, AuditChain Chain, AuditEntry Noted)> NotedAsync()
    {
        var tenant = await NewTenantWithEntriesAsync(Length);
        var chain = new AuditChain(Running, tenant.Id);
        return (tenant, chain, await chain.ReadAsync(Length));
    }

    private async Task BreaksAsync(int at, Func<AuditChain, Task> tamper, string finding)
    {
        var tenant = await NewTenantWithEntriesAsync(Length);
        (await VerifyAsync(tenant.Id)).Intact.ShouldBeTrue();

        await tamper(new(Running, tenant.Id));

        var found = await VerifyAsync(tenant.Id);
        found.Intact.ShouldBeFalse();
        found.BrokenAt.ShouldBe((ulong)at, found.Finding);
        found.Finding.ShouldContain(finding);
    }
}
