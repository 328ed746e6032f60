using System.CommandLine;
using OptiId.Benchmarks;

var redis = new Option<bool>("--redis") { Description = "On a real Redis instead of the local run's embedded store." };
var requests = Number("--requests", 300, "How many requests of each size are measured, 200 at least.");
var users = Number("--users", 100_000, "The larger directory.");
var members = Number("--members", 50_000, "The largest group.");
var command = new RootCommand("Shows that a request takes the same in a small and in a large organization, over HTTP. Ends with 1 where it doesn't.")
{
    redis, requests, users, members,
};
command.SetAction(async (parsed, _) =>
{
    var size = new Sizes(parsed.GetValue(users), parsed.GetValue(members), Math.Max(200, parsed.GetValue(requests)));
    await using var system = parsed.GetValue(redis) ? await MeasuredSystem.StartOnRedisAsync() : await MeasuredSystem.StartLocalRunAsync();
    return await Comparison.RunAsync(system, size) ? 0 : 1;
});

var scanned = Number("--scanned", 20_000, "How many documents each filter is held against.");
var filters = new Command("filters", "Shows what a filter that no index serves costs for each user, on bytes and on trees. Ends with 1 where it is too much.") { scanned };
filters.SetAction(parsed => FilterScan.Run(parsed.GetValue(scanned)) ? 0 : 1);
command.Subcommands.Add(filters);

var searched = Number("--users", 100_000, "How many users the searches go through.");
var onRedis = new Option<bool>("--redis") { Description = redis.Description };
var search = new Command("search", "Shows that a search no index serves answers in time, and how much it slows others down. Ends with 1 where it is too much.") { searched, onRedis };
search.SetAction(async (parsed, _) =>
{
    await using var system = parsed.GetValue(onRedis) ? await MeasuredSystem.StartOnRedisAsync() : await MeasuredSystem.StartLocalRunAsync();
    return await Searching.RunAsync(system, parsed.GetValue(searched)) ? 0 : 1;
});
command.Subcommands.Add(search);

var filled = Number("--users", 100_000, "How many users are searched.");
var fillOnly = new Option<bool>("--fill-only") { Description = "Only shows what writing them costs." };
var people = new Command("people", "Shows that administrators find people at once in a large directory. Ends with 1 where it isn't so.") { filled, onRedis, fillOnly };
people.SetAction(async (parsed, _) =>
{
    await using var system = parsed.GetValue(onRedis) ? await MeasuredSystem.StartOnRedisAsync() : await MeasuredSystem.StartLocalRunAsync();
    return await People.RunAsync(system, parsed.GetValue(filled), parsed.GetValue(fillOnly)) ? 0 : 1;
});
command.Subcommands.Add(people);

var pages = new Command("pages", "Shows that the Admin Center's pages are as quick in a large organization as in a small one, in a browser. Ends with 1 where it isn't so.") { filled, members, onRedis };
pages.SetAction(async (parsed, _) =>
{
    await using var system = parsed.GetValue(onRedis) ? await MeasuredSystem.StartOnRedisAsync() : await MeasuredSystem.StartLocalRunAsync();
    return await Pages.RunAsync(system, new(parsed.GetValue(filled), parsed.GetValue(members), Requests: 0)) ? 0 : 1;
});
command.Subcommands.Add(pages);

var logged = Number("--requests", 4_000, "How many requests a round has.");
var log = new Command("log", "Shows what the provisioning log costs a SCIM request, on a real Redis. Ends with 1 where it slows requests down.") { logged };
log.SetAction(async (parsed, _) => await LogCost.RunAsync(parsed.GetValue(logged)) ? 0 : 1);
command.Subcommands.Add(log);
return await command.Parse(args).InvokeAsync();

static Option<int> Number(string name, int otherwise, string description) =>
    new(name) { Description = $"{description} Default: {otherwise:N0}.", DefaultValueFactory = _ => otherwise, HelpName = "N" };
