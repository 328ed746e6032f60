using System.Buffers;
using System.Text;

namespace OptiId.Scim;

/// <summary>Questions about UTF-16 text.</summary>
internal static class UnicodeText
{
    /// <summary>Whether each surrogate has its other half.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (first < 0)
        {
            return true;
        }

        text = text[first..];
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
            {
                return false;
            }

            text = text[length..];
        }

        return true;
    }

    /// <summary>Compares by code points, which is the order of UTF-8 bytes too: the store's and ours are one.</summary>
    public static int Compare(string one, string other)
    {
        var common = one.AsSpan().CommonPrefixLength(other);
        if (common == one.Length || common == other.Length)
        {
            return one.Length.CompareTo(other.Length);
        }

        var (left, right) = (one[common], other[common]);
        var (isLeftHalf, isRightHalf) = (char.IsSurrogate(left), char.IsSurrogate(right));
        return isLeftHalf == isRightHalf ? left.CompareTo(right) : isLeftHalf ? 1 : -1;
    }
}
