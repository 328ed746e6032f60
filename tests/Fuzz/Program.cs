using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OptiId.Fuzz;

var seconds = new Option<int>("--seconds") { Description = "How long. Default: 60.", DefaultValueFactory = _ => 60, HelpName = "N" };
var seed = new Option<int>("--seed") { Description = "Which inputs. Default: others each time.", DefaultValueFactory = _ => Random.Shared.Next(1_000_000), HelpName = "N" };
var entrance = new Option<string?>("--entrance") { Description = $"With --input: where it goes in, one of {string.Join(", ", Fuzzer.Entrances)}.", HelpName = "NAME" };
var input = new Option<string?>("--input") { Description = "One input in base64 instead of many.", HelpName = "BASE64" };
var command = new RootCommand("Throws mutated requests at the entrances of the SCIM language. Ends with 1 where one of them does what it mustn't.") { seconds, seed, entrance, input };
command.SetAction(parsed =>
{
    if (parsed.GetValue(input) is { } text && parsed.GetValue(entrance) is { } name)
    {
        var problem = Fuzzer.Repeat(name, Convert.FromBase64String(text));
        Console.WriteLine(problem ?? "Nothing is wrong with it.");
        return problem is null ? 0 : 1;
    }

    var limit = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    var started = Stopwatch.GetTimestamp();
    var (inputs, accepted, failure) = Fuzzer.Run(parsed.GetValue(seed), _ => Stopwatch.GetElapsedTime(started) < limit);
    Console.WriteLine(failure?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"{inputs:N0} inputs, {accepted:N0} of them accepted, nothing wrong. Seed {parsed.GetValue(seed)}."));
    return failure is null ? 0 : 1;
});
return command.Parse(args).Invoke();
