using Microsoft.AspNetCore.Components;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Audit;
using OptiId.AdminCenter.Pages;
using Kind = OptiId.Admin.V1.AuditTarget.Types.Kind;

namespace OptiId.AdminCenter.Parts;

/// <summary>An audit log; of an empty organization: what concerns none.</summary>
public sealed partial class AuditView : OrganizationPage
{
    private const int PageSize = 50, FewTargets = 4;

    private readonly Dictionary<string, string> actors = [];
    private readonly Dictionary<string, string> users = [];
    private AuditFilter filter = AuditFilter.None;
    private List<AuditEntry>? entries;
    private ulong next;
    private int asked;
    private bool areNamesMissing;

    /// <summary>Whose entries: <see cref="AuditFilter.Actor"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Actor { get; set; }

    /// <summary>About what: <see cref="AuditFilter.TargetId"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Target { get; set; }

    /// <summary>Which actions: <see cref="AuditFilter.Action"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    /// <summary>Of which request: <see cref="AuditFilter.RequestId"/>.</summary>
    [SupplyParameterFromQuery]
    public string? Request { get; set; }

    [Inject]
    private AuditReader Reader { get; set; } = null!;

    [Inject]
    private ActorNames Names { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var wanted = new AuditFilter(Actor ?? "", Target ?? "", Action ?? "", Request ?? "");
        if (asked == 0 || wanted != filter)
        {
            (filter, entries, next) = (wanted, null, 0);
            asked++;
            await MoreAsync();
        }
    }

    private async Task MoreAsync()
    {
        var (turn, of, before) = (asked, filter, next);
        if (await AskAsync(() => Reader.ListAsync(Organization, of, before, PageSize, Closed), () => turn == asked) is not { } page)
        {
            return;
        }

        await NameAsync(page.Entries);
        if (turn == asked) // what was narrowed anew meanwhile has its own entries
        {
            entries = [.. entries ?? [], .. page.Entries];
            next = page.NextBefore;
        }
    }

    private async Task NameAsync(IReadOnlyList<AuditEntry> shown)
    {
        var who = shown.Select(entry => entry.Actor).Append(filter.Actor).Where(actor => actor.Length > 0 && !actors.ContainsKey(actor));
        var about = shown.SelectMany(entry => entry.Targets).Where(target => target.Kind == Kind.User && !users.ContainsKey(target.Id)).Select(target => target.Id);
        var foundActors = await AskAsideAsync(() => Names.ReadAsync(Caller, Organization, who, Closed));
        var foundUsers = await AskAsideAsync(() => Names.ReadUsersAsync(Organization, about, Closed));
        areNamesMissing = foundActors is null || foundUsers is null;
        foreach (var (actor, name) in foundActors ?? [])
        {
            actors[actor] = name;
        }

        foreach (var (id, name) in foundUsers ?? [])
        {
            users[id] = name;
        }
    }

    private void Show(AuditFilter chosen) => Navigation.NavigateTo(AddressOf(chosen));

    private string AddressOf(AuditFilter chosen) => Navigation.GetUriWithQueryParameters(
        new Uri(Navigation.Uri).GetLeftPart(UriPartial.Path),
        new Dictionary<string, object?>
        {
            ["actor"] = OrNull(chosen.Actor),
            ["target"] = OrNull(chosen.TargetId),
            ["action"] = OrNull(chosen.Action),
            ["request"] = OrNull(chosen.RequestId),
        });

    private string Export(string format) => Organization.Length == 0 ? $"/support/audit.{format}" : $"/o/{Organization}/audit.{format}";

    private string? Link(AuditTarget target) => target.Kind switch
    {
        Kind.User when users.ContainsKey(target.Id) => $"/o/{Organization}/users/{target.Id}",
        Kind.Group => $"/o/{Organization}/groups/{target.Id}",
        Kind.Instance => $"/o/{Organization}/instances/{target.Id}",
        Kind.Organization => $"/o/{target.Id}",
        _ => null,
    };

    private string Say(AuditTarget target) => target.Kind switch
    {
        Kind.User => users.GetValueOrDefault(target.Id) ?? "a user who is gone",
        Kind.Organization => "the organization",
        Kind.Group => target.Name.Length > 0 ? target.Name : "a group",
        Kind.Instance => target.Name.Length > 0 ? target.Name : "a product instance",
        Kind.Token => target.Name.Length > 0 ? target.Name : "a token",
        _ => target.Name,
    };

    private string? TargetName(string id) =>
        entries?.SelectMany(entry => entry.Targets).FirstOrDefault(target => target.Id == id) is { } target ? Say(target) : null;

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}
