namespace OptiId.Scim.Tests;

/// <summary>
/// Tells work in proportion to its input from work by the square of it, without a clock that a busy machine could upset: some hundred thousand
/// elements are done in about a second where each is looked at a few times, and in minutes where each is held against all others.
/// </summary>
internal static class Soon
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Does the work; fails if it hasn't ended by a limit far from both. Throws what the work throws.</summary>
    /// <param name="work">Work on a quarter of a million elements or more.</param>
    /// <param name="limit">One minute, unless told.</param>
    public static void Ends(Action work, TimeSpan? limit = null)
    {
        var running = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WaitAny([running], (int)(limit ?? Limit).TotalMilliseconds, TestContext.Current.CancellationToken) < 0)
        {
            Assert.Fail($"It costs more time than in proportion to its length: no end after {limit ?? Limit}.");
        }

        running.GetAwaiter().GetResult();
    }
}
