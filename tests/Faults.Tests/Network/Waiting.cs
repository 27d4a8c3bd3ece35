namespace RealTimeForum.Faults.Tests.Network;

public static class Waiting
{
    /// <summary>Looks again and again until it is so.</summary>
    public static Task UntilAsync(Func<bool> isSo, TimeSpan within, string what) => UntilAsync(() => Task.FromResult(isSo()), within, what);

    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan within, string what)
    {
        var end = DateTime.UtcNow + within;
        while (!await isSo())
        {
            if (DateTime.UtcNow > end) throw new TimeoutException($"Waited in vain: {what}");
            await Task.Delay(50);
        }
    }
}
