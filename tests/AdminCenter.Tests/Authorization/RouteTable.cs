namespace OptiId.AdminCenter.Tests.Authorization;

/// <summary>The table of who gets where: <c>routes.tsv</c> beside this file.</summary>
internal static class RouteTable
{
    private const string Resource = "routes.tsv";

    /// <summary>By method and route, what each caller gets.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read()
    {
        using var stream = typeof(RouteTable).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('\t')).ToList();
        var names = lines[0][1..];
        return lines.Skip(1).ToDictionary(
            cells => cells[0],
            IReadOnlyDictionary<string, string> (cells) => names.Zip(cells[1..]).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>A row as the file has it.</summary>
    public static string Format(string route, IReadOnlyDictionary<string, string> outcomes) =>
        string.Join('\t', [route, .. Callers.Names.Select(name => outcomes[name])]);
}
