using System.Collections.Frozen;
using System.Globalization;

namespace OptiId.Scim;

/// <summary>The Unicode data behind <see cref="CompatibilityNormalization"/>, from the embedded normalization.txt.</summary>
internal sealed class NormalizationData
{
    private static readonly Lazy<NormalizationData> LazyShared = new(Load);
    private readonly FrozenDictionary<int, byte> combiningClasses;

    private NormalizationData(
        Dictionary<int, int[]> decompositions, Dictionary<long, int> composites, Dictionary<int, byte> classes)
    {
        Decompositions = decompositions.ToFrozenDictionary();
        Composites = composites.ToFrozenDictionary();
        combiningClasses = classes.ToFrozenDictionary();
    }

    /// <summary>The data, read at its first use.</summary>
    public static NormalizationData Shared => LazyShared.Value;

    /// <summary>Code point to its full compatibility decomposition, Hangul left out.</summary>
    public FrozenDictionary<int, int[]> Decompositions { get; }

    /// <summary>First code point in the high half and second in the low half, to their primary composite.</summary>
    public FrozenDictionary<long, int> Composites { get; }

    /// <summary>The canonical combining class of a code point; 0 for one that starts a character.</summary>
    public int CombiningClass(int codePoint) =>
        codePoint >= 0x300 && combiningClasses.TryGetValue(codePoint, out var value) ? value : 0;

    private static NormalizationData Load()
    {
        var decompositions = new Dictionary<int, int[]>();
        var composites = new Dictionary<long, int>();
        var classes = new Dictionary<int, byte>();
        using var reader = new StreamReader(EmbeddedData.Open("normalization.txt"));
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            switch (fields[0])
            {
                case "D":
                    decompositions[CodePoint(fields[1])] = fields.Skip(2).Select(CodePoint).ToArray();
                    break;
                case "P":
                    composites[((long)CodePoint(fields[1]) << 32) | (uint)CodePoint(fields[2])] = CodePoint(fields[3]);
                    break;
                case "C":
                    for (var codePoint = CodePoint(fields[1]); codePoint <= CodePoint(fields[2]); codePoint++)
                    {
                        classes[codePoint] = byte.Parse(fields[3], CultureInfo.InvariantCulture);
                    }

                    break;
                default:
                    break;
            }
        }

        return new NormalizationData(decompositions, composites, classes);
    }

    private static int CodePoint(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
