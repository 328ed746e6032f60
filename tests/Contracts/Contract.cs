using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptiId.Contracts;

/// <summary>Who makes a call of a contract.</summary>
public enum Role
{
    /// <summary>The consumer: what the contract is about.</summary>
    Call,

    /// <summary>Somebody else, at the provider: what the consumer's call finds there.</summary>
    Given,

    /// <summary>The provider, at a service of its own: answered for it where it runs alone.</summary>
    Behind,
}

/// <summary>One call and its answer, in proto3's JSON.</summary>
/// <param name="Step">How many calls of others were made in the scenario when it was made: what it finds follows from those.</param>
/// <param name="Role">Who calls.</param>
/// <param name="Method">The path, <c>/package.Service/Method</c>; of a request at the provider's web address, which is only given, its HTTP method (<see cref="WebCall"/>).</param>
/// <param name="Request">The request.</param>
/// <param name="Answers">The messages that came back: one, or as many as were streamed.</param>
/// <param name="Refusal">The status that isn't OK, with its reason and metadata where it has them; else null.</param>
/// <param name="Service">Behind the provider: which service it calls; else null.</param>
public sealed record Interaction(int Step, Role Role, string Method, JsonNode Request, IReadOnlyList<JsonNode> Answers, JsonNode? Refusal, string? Service = null)
{
    internal bool AsksTheSameAs(Interaction other) =>
        (Role, Service, Method) == (other.Role, other.Service, other.Method) && Request.ToJsonString() == other.Request.ToJsonString();

    internal string Text => string.Concat(Request.ToJsonString(), string.Concat(Answers.Select(answer => answer.ToJsonString())), Refusal?.ToJsonString());
}

/// <summary>What one service asks another and is answered, as it was recorded between the two: the file <c>CONSUMER-PROVIDER.json</c> of this folder.</summary>
/// <param name="Name">The pair's name.</param>
/// <param name="Interactions">In the order in which they were answered.</param>
public sealed record Contract(string Name, IReadOnlyList<Interaction> Interactions)
{
    /// <summary>Set to 1, the consumers' tests write the files instead of holding to them.</summary>
    public const string WriteVariable = "OPTIID_WRITE_CONTRACTS";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the files are to be written anew.</summary>
    public static bool IsWriting => Environment.GetEnvironmentVariable(WriteVariable) == "1";

    /// <summary>The names of all pairs that have a file.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Folder(), "*-*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>Reads a pair's file.</summary>
    public static Contract Read(string consumer, string provider)
    {
        var name = $"{consumer}-{provider}";
        var lines = JsonNode.Parse(File.ReadAllText(FileOf(name)))!.AsArray();
        return new(name, [.. lines.Select(line => Parse(line!))]);
    }

    /// <summary>Writes the file.</summary>
    public void Write()
    {
        var text = new StringBuilder("[\n").AppendJoin(",\n", Interactions.Select(Format)).Append("\n]\n");
        File.WriteAllText(FileOf(Name), text.ToString());
    }

    /// <summary>The same with one interaction changed: a sample that breaks it.</summary>
    public Contract With(int index, Func<Interaction, Interaction> change) =>
        this with { Interactions = [.. Interactions.Select((interaction, at) => at == index ? change(interaction) : interaction)] };

    /// <summary>The same with the first answer to a method's first call changed.</summary>
    public Contract WithAnswer(string method, Action<JsonNode> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return With(IndexOf(method), one =>
        {
            var answer = one.Answers[0].DeepClone();
            change(answer);
            return one with { Answers = [answer, .. one.Answers.Skip(1)] };
        });
    }

    /// <summary>The same without one interaction.</summary>
    public Contract Without(int index) => this with { Interactions = [.. Interactions.Where((_, at) => at != index)] };

    /// <summary>Where the first call of a method stands.</summary>
    public int IndexOf(string method, Role role = Role.Call) =>
        Interactions.Index().First(one => one.Item.Role == role && one.Item.Method.EndsWith($"/{method}", StringComparison.Ordinal)).Index;

    private static Interaction Parse(JsonNode line) => new(
        line["step"]!.GetValue<int>(),
        Enum.Parse<Role>(line["role"]!.GetValue<string>()),
        line["method"]!.GetValue<string>(),
        line["request"]!,
        [.. line["answers"]!.AsArray().Select(answer => answer!)],
        line["refusal"],
        line["service"]?.GetValue<string>());

    // Three lines each: who asks what, with what, and what comes back.
    private static string Format(Interaction one)
    {
        var answers = string.Join(",\n  ", one.Answers.Select(answer => answer.ToJsonString(Readable)));
        var refusal = one.Refusal is null ? "" : $", \"refusal\": {one.Refusal.ToJsonString(Readable)}";
        var service = one.Service is null ? "" : $" \"service\": \"{one.Service}\",";
        return $"{{ \"step\": {one.Step}, \"role\": \"{one.Role}\",{service} \"method\": \"{one.Method}\",\n  \"request\": {one.Request.ToJsonString(Readable)},\n  \"answers\": [{answers}]{refusal} }}";
    }

    private static string FileOf(string name) => Path.Combine(Folder(), $"{name}.json");

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OptiId.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests don't run in the repository.");
        }

        return Path.Combine(folder.FullName, "tests", "Contracts");
    }
}
