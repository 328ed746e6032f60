using System.Globalization;

namespace OptiId.Testing;

/// <summary>How one server of a Redis Cluster sees it.</summary>
internal sealed class RedisClusterView
{
    private readonly List<Member> members;

    private RedisClusterView(List<Member> members) => this.members = members;

    /// <summary>Who is whose replica and who serves which slots; the same text in all views that agree.</summary>
    public string Topology =>
        string.Join('\n', members.OrderBy(member => member.Port).Select(member => $"{member.Port} {member.Master} {string.Join(' ', member.Slots)}"));

    /// <summary>Reads an answer of CLUSTER NODES.</summary>
    public static RedisClusterView Parse(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new([.. answer.Split('\n').Select(line => line.Split(' ')).Where(fields => fields.Length >= 8).Select(Member.Parse)]);
    }

    /// <summary>The port of the server that serves a slot; null where nobody does.</summary>
    public int? OwnerOf(int slot) => members.Find(member => member.Slots.Any(range => range.First <= slot && slot <= range.Last))?.Port;

    private sealed record Member(int Port, string Master, IReadOnlyList<(int First, int Last)> Slots)
    {
        // id ip:port@bus flags master ping pong epoch link [slot|first-last|[migration] ...]
        public static Member Parse(string[] fields) => new(
            Number(fields[1].Split(':', '@')[1]),
            fields[3],
            [.. fields.Skip(8).Where(range => !range.StartsWith('[')).Select(range => range.Trim().Split('-')).Select(range => (Number(range[0]), Number(range[^1])))]);

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
