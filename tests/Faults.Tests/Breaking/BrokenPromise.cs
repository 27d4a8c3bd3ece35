namespace RealTimeForum.Faults.Tests.Breaking;

/// <summary>Shows that a test is able to fail: the same program, starting again, with one promise broken on purpose.</summary>
public static class BrokenPromise
{
    /// <param name="promise">As the program's own list of them has it; it breaks none outside the environment <c>Testing</c>.</param>
    public static void Break(this ForumProcess forum, string promise) => (forum.Environment["ASPNETCORE_ENVIRONMENT"], forum.Environment["FORUM_BROKEN"]) = ("Testing", promise);

    public static async Task StartAgainBrokenAsync(this ForumProcess forum, string promise)
    {
        await forum.StopAsync();
        forum.Break(promise);
        await forum.StartAsync();
    }
}
