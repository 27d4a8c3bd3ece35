namespace RealTimeForum.Integration.Tests.Running;

/// <summary>How long a test waits before it gives up; far beyond what anything takes on a slow and busy machine.</summary>
public static class Limits
{
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Frame = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(180);

    /// <summary>Long enough for what must not come to have come.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(700);

    /// <summary>Asks again and again until it is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what, TimeSpan? within = null)
    {
        var end = DateTime.UtcNow + (within ?? Frame);
        while (!await isSo())
        {
            if (DateTime.UtcNow > end) throw new TimeoutException($"Waited in vain: {what}");
            await Task.Delay(50);
        }
    }
}
