using System.Diagnostics;

namespace RealTimeForum.Faults.Tests.Breaking;

/// <summary>The system's own commands.</summary>
public static class Shell
{
    /// <exception cref="InvalidOperationException">It failed, or is not there.</exception>
    public static async Task<string> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}: {await errors}{await output}");
        return await output;
    }

    /// <summary>Such as STOP and CONT: frozen is not gone.</summary>
    public static Task SignalAsync(string signal, params IEnumerable<int> processes) => RunAsync("kill", [$"-{signal}", .. processes.Select(id => $"{id}")]);
}
