using System.Diagnostics;
using System.Globalization;
using OptiId.Hosting;
using Spectre.Console;

namespace OptiId.Benchmarks;

/// <summary>The same request at several sizes, in turns, so that whatever else the machine does meets all of them alike.</summary>
internal static class Comparison
{
    private const double LargestRatio = 1.5;
    private const int WarmUp = 50;

    /// <returns>Whether no ratio is too large.</returns>
    public static async Task<bool> RunAsync(MeasuredSystem system, Sizes sizes)
    {
        AnsiConsole.MarkupLineInterpolated($"On {system.Name}: filling two directories of 100 and {sizes.Users:N0} users …");
        var started = Stopwatch.GetTimestamp();
        var (smallId, small) = await system.NewOrganizationAsync();
        var (largeId, large) = await system.NewOrganizationAsync();
        using (small)
        using (large)
        {
            await system.FillAsync(smallId, 100);
            var users = await system.FillAsync(largeId, sizes.Users);
            AnsiConsole.MarkupLineInterpolated($"… in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
            var table = new Table().AddColumns("Request", "Among", "Median ms", "p95 ms", "Median / smallest");
            var adding = await CompareAsync(table, "add one member (PATCH)", sizes.Requests, await PrepareGroupsAsync(large, users, [10, 1_000, sizes.Members]));
            var finding = await CompareAsync(table, "find by userName (GET)", sizes.Requests, [(100, Find(small, 100)), (sizes.Users, Find(large, sizes.Users))]);
            AnsiConsole.Write(table);
            return Tell("adding a member", adding) & Tell("finding a user", finding);
        }
    }

    private static async Task<List<(int Size, Func<int, Task<TimeSpan>> Measure)>> PrepareGroupsAsync(ScimClient scim, IReadOnlyList<string> users, int[] sizes)
    {
        var measured = new List<(int, Func<int, Task<TimeSpan>>)>();
        foreach (var size in sizes)
        {
            var group = Expect(await scim.PostAsync("/Groups", ScimBodies.Group($"Group of {size}")), 201).Id;
            foreach (var chunk in users.Take(size).Chunk(1_000))
            {
                var values = string.Join(',', chunk.Select(id => $$"""{"value":"{{id}}"}"""));
                Expect(await scim.PatchAsync($"/Groups/{group}", $$"""{"op":"add","path":"members","value":[{{values}}]}"""), 204);
            }

            // One after the last member comes, and goes again; only his coming is measured.
            measured.Add((size, async number =>
            {
                var id = users[size + (number % (users.Count - size))];
                var at = Stopwatch.GetTimestamp();
                Expect(await scim.PatchAsync($"/Groups/{group}", $$"""{"op":"add","path":"members","value":[{"value":"{{id}}"}]}"""), 204);
                var took = Stopwatch.GetElapsedTime(at);
                Expect(await scim.PatchAsync($"/Groups/{group}", $$"""{"op":"remove","path":"members[value eq \"{{id}}\"]"}"""), 204);
                return took;
            }
            ));
        }

        return measured;
    }

    private static Func<int, Task<TimeSpan>> Find(ScimClient scim, int users) => async number =>
    {
        var name = MeasuredSystem.UserName(number * 7_919 % users);
        var at = Stopwatch.GetTimestamp();
        var answer = await scim.GetAsync($"/Users?filter=userName%20eq%20%22{name}%22&startIndex=1&count=100");
        var took = Stopwatch.GetElapsedTime(at);
        return answer.Status == 200 && answer.Resources.Count == 1 ? took : throw new InvalidOperationException($"{name}: {answer.Text}");
    };

    private static async Task<double> CompareAsync(Table table, string request, int requests, List<(int Size, Func<int, Task<TimeSpan>> Measure)> ways)
    {
        var times = ways.Select(_ => new List<double>(requests)).ToList();
        for (var number = -WarmUp; number < requests; number++)
        {
            for (var turn = 0; turn < ways.Count; turn++)
            {
                var way = (turn + number + WarmUp) % ways.Count; // each comes first as often as the others
                var took = await ways[way].Measure(number + WarmUp);
                if (number >= 0)
                {
                    times[way].Add(took.TotalMilliseconds);
                }
            }
        }

        times.ForEach(each => each.Sort());
        var medians = times.Select(each => each[each.Count / 2]).ToList();
        for (var way = 0; way < ways.Count; way++)
        {
            table.AddRow(
                request, Text(ways[way].Size, "N0"), Text(medians[way], "N2"), Text(times[way][times[way].Count * 95 / 100], "N2"), Text(medians[way] / medians[0], "N2"));
        }

        return medians.Max() / medians.Min();
    }

    private static bool Tell(string what, double ratio)
    {
        var holds = ratio <= LargestRatio;
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{(holds ? "ok  " : "FAIL")} {what}: largest / smallest median {ratio:N2} (at most {LargestRatio:N1})"));
        return holds;
    }

    private static ScimAnswer Expect(ScimAnswer answer, int status) =>
        answer.Status == status ? answer : throw new InvalidOperationException($"{answer.Status} {answer.Text}");

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
