using System.Globalization;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>What a running forum takes, as Linux tells it.</summary>
public static class ProcessMemory
{
    /// <summary>Of the program, in bytes.</summary>
    public static long Of(ForumProcess forum) => long.Parse(
        File.ReadLines($"/proc/{forum.ProcessId}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;

    /// <summary>What the kernel holds for the forum's clients because they did not take it yet, in bytes; one number for each connection.</summary>
    public static IReadOnlyList<long> Unsent(Uri forum)
    {
        var port = $":{forum.Port:X4}";
        // sl local_address rem_address st tx_queue:rx_queue …
        return [.. File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(line => line.Length > 4 && line[1].EndsWith(port, StringComparison.Ordinal))
            .Select(line => long.Parse(line[4].Split(':')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).Where(bytes => bytes > 0)];
    }
}
