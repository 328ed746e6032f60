namespace OptiId.ServiceDefaults;

/// <summary>How many a page holds.</summary>
public static class Pages
{
    private const int DefaultSize = 50, MaximumSize = 200; // what a person sees at once

    /// <summary>The size of a page: the default where none was asked for, never more than the maximum.</summary>
    public static int SizeOf(uint asked, int defaultSize = DefaultSize, int maximum = MaximumSize) => asked == 0 ? defaultSize : (int)Math.Min(asked, (uint)maximum);
}
