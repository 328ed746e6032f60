using Microsoft.AspNetCore.Components;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Pages;

/// <summary>An organization's product instances: searched as one types, with who gets in; or only those where nobody does.</summary>
public sealed partial class Instances : OrganizationPage
{
    private const int PageSize = 50, ManyGroups = 5, ManyRoles = 6;

    // Whether anybody has access is a question for each: so many at once are shown as they are answered, so many until one asks for more.
    private const int LookedAtOnce = 40, MostLookedAt = 1_000;

    private readonly Dictionary<string, InstanceUse> uses = [];
    private readonly List<Instance> unused = [];
    private string text = "";
    private bool onlyUnused, isLooking;
    private int shown = PageSize, lookedAt, asked;
    private IReadOnlyList<Instance>? all;
    private IReadOnlyList<Instance> found = [];

    [SupplyParameterFromQuery(Name = "q")]
    private string? TextInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "unused")]
    private string? UnusedInAddress { get; set; }

    [Inject]
    private InstanceUses Uses { get; set; } = null!;

    private IReadOnlyList<Instance> Listed => onlyUnused ? unused : found;

    private bool IsAllLookedAt => lookedAt >= found.Count;

    private string LookedAt => IsAllLookedAt
        ? $"{LogWords.Counted(found.Count, "product instance")} looked at: nobody has access to {unused.Count:N0}."
        : $"{lookedAt:N0} of {LogWords.Counted(found.Count, "product instance")} looked at so far: nobody has access to {unused.Count:N0} of them.";

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (IsOwnAddress() && all is not null)
        {
            return;
        }

        (text, onlyUnused) = (TextInAddress ?? "", UnusedInAddress == "true");
        if (await AskAsync(() => Backends.Instances.ListInstancesAsync(new() { OrganizationId = Organization }, cancellationToken: Closed)) is { } listed)
        {
            all = listed.Instances;
            await FindAsync();
        }
    }

    private Task SearchAsync(string? typed)
    {
        text = typed ?? "";
        return ChooseAsync();
    }

    private Task ChooseAsync() =>
        Task.WhenAll(KeepInAddressAsync(("q", text), ("unused", onlyUnused ? "true" : "")), FindAsync());

    private Task FindAsync()
    {
        asked++;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        found = [.. all!.Where(instance => words.All(word => $"{instance.Product} {instance.Name} {instance.Environment}".Contains(word, StringComparison.OrdinalIgnoreCase)))];
        unused.Clear();
        (shown, lookedAt, isLooking) = (PageSize, 0, false);
        StateHasChanged(); // they are shown before it is known who gets in
        return onlyUnused ? LookAsync() : AddUsesAsync();
    }

    private async Task LookAsync()
    {
        var turn = asked;
        var end = Math.Min(found.Count, lookedAt + MostLookedAt);
        isLooking = true;
        while (turn == asked && lookedAt < end)
        {
            var next = found.Skip(lookedAt).Take(LookedAtOnce).ToList();
            if (await AskAsync(() => Uses.FindUnusedAsync(Organization, next, Closed), () => turn == asked) is not { } more)
            {
                break;
            }

            unused.AddRange(more);
            lookedAt += next.Count;
            StateHasChanged();
        }

        if (turn == asked)
        {
            isLooking = false;
            await AddUsesAsync();
        }
    }

    private Task MoreAsync()
    {
        shown += PageSize;
        return AddUsesAsync();
    }

    private async Task AddUsesAsync()
    {
        var missing = Listed.Take(shown).Where(instance => !uses.ContainsKey(instance.Id)).ToList();
        if (missing.Count > 0 && await AskAsync(() => Uses.ReadAsync(Organization, missing, Closed)) is { } read)
        {
            foreach (var (id, use) in read)
            {
                uses[id] = use;
            }
        }
    }

    private static string Few(IReadOnlyCollection<string> roles) => LogWords.FirstOf(roles, ManyRoles);
}
