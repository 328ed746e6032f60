namespace OptiId.Groups;

/// <summary>How many an administrator sees at once.</summary>
internal static class Pages
{
    private const int Maximum = 200;
    private const int Default = 50;

    /// <summary>The size of a page: 50 where none was asked for, 200 at most.</summary>
    public static int SizeOf(uint asked) => asked == 0 ? Default : (int)Math.Min(asked, Maximum);
}
