using System.Globalization;
using System.Text;
using System.Text.Json;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Storage;

namespace OptiId.AdminCenter;

/// <summary>
/// An audit log to keep elsewhere, oldest first: as CSV to read (who is said in words), as JSON Lines to verify (<c>content</c> is what
/// <c>hash</c> is the SHA-256 of, and holds <c>previousHash</c>).
/// </summary>
internal sealed class ExportAudit(ActorNames names, Gate gate, AuditReader reader, AuditLog audit, TimeProvider time)
{
    private static readonly string[] Columns = ["number", "at", "who", "actor", "action", "summary", "targets", "refusal", "requestId", "change", "hash"];

    /// <summary>Writes the log as CSV.</summary>
    public async Task WriteCsvAsync(HttpContext http, string organizationId)
    {
        var caller = await BeginAsync(http, organizationId, "CSV");
        await using var file = Exports.Begin(http.Response, Exports.Csv, FileName("csv"));
        await file.WriteAsync(Csv.Beginning + Csv.Row(Columns));
        await foreach (var page in reader.ReadAllAsync(organizationId, http.RequestAborted))
        {
            await gate.DemandAsync(caller, organizationId);
            var entries = page.Select(line => line.Entry).OfType<AuditEntry>();
            var who = await names.ReadAsync(caller, organizationId, entries.Select(entry => entry.Actor), http.RequestAborted);
            foreach (var (number, entry) in page)
            {
                await file.WriteAsync(entry is null ? Missing(number) : Row(entry, who[entry.Actor]));
            }

            await file.FlushAsync(http.RequestAborted);
        }
    }

    /// <summary>Writes the log as JSON Lines.</summary>
    public async Task WriteJsonLinesAsync(HttpContext http, string organizationId)
    {
        var caller = await BeginAsync(http, organizationId, "JSON Lines");
        await using var file = Exports.Begin(http.Response, Exports.JsonLines, FileName("jsonl"));
        await foreach (var page in reader.ReadAllAsync(organizationId, http.RequestAborted))
        {
            await gate.DemandAsync(caller, organizationId);
            foreach (var (number, entry) in page)
            {
                await file.WriteAsync(Line(number, entry));
                await file.WriteAsync('\n');
            }

            await file.FlushAsync(http.RequestAborted);
        }
    }

    private async Task<AdminCaller> BeginAsync(HttpContext http, string organizationId, string format)
    {
        var caller = AdminCaller.Of(http.User)!;
        await gate.DemandAsync(caller, organizationId);
        await audit.ExportedAsync(caller, organizationId, $"the audit log as {format}");
        return caller;
    }

    private string FileName(string extension) => $"audit {time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{extension}";

    private static string Row(AuditEntry entry, string who) => Csv.Row(
        entry.Number.ToString(CultureInfo.InvariantCulture),
        LogWords.Exact(entry.At),
        who,
        entry.Actor,
        entry.Action,
        entry.Summary,
        string.Join("; ", entry.Targets.Select(target => $"{NameOf(target)} {target.Id} {target.Name}".TrimEnd())),
        entry.Refusal,
        entry.RequestId,
        entry.Change,
        Convert.ToHexStringLower(entry.Hash.Span));

    private static string Missing(ulong number) => Csv.Row(number.ToString(CultureInfo.InvariantCulture), "", "", "", "", "This entry is missing.", "", "", "", "", "");

    private static string Line(ulong number, AuditEntry? entry)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("number", number);
            if (entry is null)
            {
                json.WriteBoolean("missing", true);
            }
            else
            {
                Write(json, entry);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static void Write(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteString("at", LogWords.Exact(entry.At));
        json.WriteString("actor", entry.Actor);
        json.WriteString("action", entry.Action);
        json.WriteString("summary", entry.Summary);
        json.WriteStartArray("targets");
        foreach (var target in entry.Targets)
        {
            json.WriteStartObject();
            json.WriteString("kind", NameOf(target));
            json.WriteString("id", target.Id);
            json.WriteString("name", target.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("refusal", entry.Refusal);
        json.WriteString("requestId", entry.RequestId);
        json.WriteString("change", entry.Change);
        json.WriteString("previousHash", Convert.ToHexStringLower(entry.PreviousHash.Span));
        json.WriteString("hash", Convert.ToHexStringLower(entry.Hash.Span));
        json.WriteBase64String("content", AuditStore.ContentOf(entry).Span);
    }

    private static string NameOf(AuditTarget target) => target.Kind.ToString().ToLowerInvariant();
}

/// <summary>Its routes: an organization's, and what concerns none.</summary>
internal static class ExportAuditRoutes
{
    public static void MapExportAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/o/{Organization}/audit.csv", (HttpContext http, string organization, ExportAudit export) =>
            Exports.RunAsync(http, () => export.WriteCsvAsync(http, organization))).RequireAuthorization(Policies.Organization);
        routes.MapGet("/o/{Organization}/audit.jsonl", (HttpContext http, string organization, ExportAudit export) =>
            Exports.RunAsync(http, () => export.WriteJsonLinesAsync(http, organization))).RequireAuthorization(Policies.Organization);
        routes.MapGet("/support/audit.csv", (HttpContext http, ExportAudit export) =>
            Exports.RunAsync(http, () => export.WriteCsvAsync(http, ""))).RequireAuthorization(Policies.Support);
        routes.MapGet("/support/audit.jsonl", (HttpContext http, ExportAudit export) =>
            Exports.RunAsync(http, () => export.WriteJsonLinesAsync(http, ""))).RequireAuthorization(Policies.Support);
    }
}
