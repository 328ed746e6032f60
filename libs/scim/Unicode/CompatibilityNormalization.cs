using System.Text;

namespace OptiId.Scim;

/// <summary>
/// Unicode normalization form KC (UAX 15). The framework's own <c>string.Normalize</c> returns every text unchanged
/// under <c>InvariantGlobalization</c>, which this system runs with, and otherwise follows whichever ICU the host has;
/// an index needs one answer on every host, for ever.
/// </summary>
internal static class CompatibilityNormalization
{
    private const int HangulFirst = 0xAC00, HangulCount = 11_172;
    private const int LeadFirst = 0x1100, LeadCount = 19;
    private const int VowelFirst = 0x1161, VowelCount = 21;
    private const int TrailFirst = 0x11A7, TrailCount = 28;

    /// <summary>Normalizes a text.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <returns>The text in form KC.</returns>
    public static string Normalize(string text)
    {
        var data = NormalizationData.Shared;
        var codePoints = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, data, codePoints);
        }

        OrderMarks(codePoints, data);
        var length = Compose(codePoints, data);
        var builder = new StringBuilder(text.Length + 8);
        Span<char> characters = stackalloc char[2];
        for (var index = 0; index < length; index++)
        {
            builder.Append(characters[..new Rune(codePoints[index]).EncodeToUtf16(characters)]);
        }

        return builder.ToString();
    }

    private static void Decompose(int codePoint, NormalizationData data, List<int> output)
    {
        var syllable = codePoint - HangulFirst;
        if ((uint)syllable < HangulCount)
        {
            output.Add(LeadFirst + (syllable / (VowelCount * TrailCount)));
            output.Add(VowelFirst + (syllable / TrailCount % VowelCount));
            if (syllable % TrailCount != 0)
            {
                output.Add(TrailFirst + (syllable % TrailCount));
            }
        }
        else if (data.Decompositions.TryGetValue(codePoint, out var decomposition))
        {
            output.AddRange(decomposition);
        }
        else
        {
            output.Add(codePoint);
        }
    }

    // Each run of marks is sorted by combining class, marks of one class staying in order. The position is part of the
    // sort key, so that a hostile run of a million marks costs n log n.
    private static void OrderMarks(List<int> codePoints, NormalizationData data)
    {
        var start = 0;
        while (start < codePoints.Count)
        {
            if (data.CombiningClass(codePoints[start]) == 0)
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < codePoints.Count && data.CombiningClass(codePoints[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var marks = codePoints.GetRange(start, end - start).ToArray();
                var keys = new long[marks.Length];
                for (var index = 0; index < marks.Length; index++)
                {
                    keys[index] = ((long)data.CombiningClass(marks[index]) << 32) | (uint)index;
                }

                Array.Sort(keys, marks);
                for (var index = 0; index < marks.Length; index++)
                {
                    codePoints[start + index] = marks[index];
                }
            }

            start = end;
        }
    }

    // Composes in place and returns the new length (UAX 15, canonical composition).
    private static int Compose(List<int> codePoints, NormalizationData data)
    {
        var starter = -1;
        var length = 0;
        var lastClass = -1;
        for (var index = 0; index < codePoints.Count; index++)
        {
            var current = codePoints[index];
            var currentClass = data.CombiningClass(current);
            var blocked = length - 1 != starter && lastClass >= currentClass;
            if (starter >= 0 && !blocked && TryCompose(codePoints[starter], current, data, out var composite))
            {
                codePoints[starter] = composite;
                continue;
            }

            if (currentClass == 0)
            {
                starter = length;
            }

            lastClass = currentClass;
            codePoints[length++] = current;
        }

        return length;
    }

    private static bool TryCompose(int first, int second, NormalizationData data, out int composite)
    {
        var lead = first - LeadFirst;
        var vowel = second - VowelFirst;
        if ((uint)lead < LeadCount && (uint)vowel < VowelCount)
        {
            composite = HangulFirst + (((lead * VowelCount) + vowel) * TrailCount);
            return true;
        }

        var syllable = first - HangulFirst;
        var trail = second - TrailFirst;
        if ((uint)syllable < HangulCount && syllable % TrailCount == 0 && trail is > 0 and < TrailCount)
        {
            composite = first + trail;
            return true;
        }

        return data.Composites.TryGetValue(((long)first << 32) | (uint)second, out composite);
    }
}
