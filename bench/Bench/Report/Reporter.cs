using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RealTimeForum.Bench.Load;

namespace RealTimeForum.Bench.Report;

/// <summary>Writes what was measured as a table for people, JSON for programs, and a drawing of each curve.</summary>
internal static class Reporter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Print(Result result)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(result.Passed ? "✓" : "✗")} {result.Title} [{result.Name}, {result.Seconds:0} s]"));
        foreach (var check in result.Checks) Console.WriteLine($"    {(check.Passed ? "✓" : "✗")} {check.What}: {check.Value}   (must: {check.Line})");
        if (result.Turns is { } turns)
        {
            PrintRuns("limit", turns.Limit, result.Unit);
            PrintRuns("product", turns.Product, result.Unit);
        }
        if (result.Note is not null) Console.WriteLine($"    {result.Note}");
    }

    public static void Write(string folder, IReadOnlyList<Result> results, TimeSpan took)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "latest.json"), JsonSerializer.Serialize(new { machine = Machine(), seconds = Math.Round(took.TotalSeconds), results }, Json) + "\n");
        foreach (var result in results.Where(result => result.Turns?.Product.Any(run => run.Curve.Any(ms => ms > 0)) == true))
            File.WriteAllText(Path.Combine(folder, result.Name + ".svg"), Curves.Draw(result));
        File.WriteAllText(Path.Combine(folder, "latest.md"), Markdown(results, took));
    }

    private static string Markdown(IReadOnlyList<Result> results, TimeSpan took)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Measured\n\n{Machine()}. {results.Count} scenarios in {took.TotalMinutes:0.0} minutes. Values are medians (least – most) of runs taken in turns with their limits. ✗ misses its line.\n\n");
        text.Append("| | scenario | must reach | aim | reached |\n|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            foreach (var check in result.Checks)
                text.Append(CultureInfo.InvariantCulture, $"| {(check.Passed ? "✓" : "✗")} | {(check == result.Checks[0] ? $"**{result.Title}** (`{result.Name}`): " : "")}{check.What} | {check.Line} | {check.Aim} | {check.Value} |\n");
        }
        text.Append("\n## Runs\n\nRates a second; latencies in ms; `cores` is processor time over time, 1.00 is one processor; `RSS` of the server, right after.\n\n");
        text.Append("| scenario | who | rate | p50 | p99 | p99.9 | server cores | client cores | RSS MiB | errors |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var result in results.Where(result => result.Turns is not null))
        {
            foreach (var (who, runs) in new[] { ("limit", result.Turns!.Limit), ("product", result.Turns.Product) })
            {
                if (runs.Count == 0) continue;
                text.Append(CultureInfo.InvariantCulture, $"| `{result.Name}` | {who} | {Spread(runs, run => run.Rate)} {result.Unit} | {Spread(runs, run => run.P50)} | {Spread(runs, run => run.P99)} | {Spread(runs, run => run.P999)} | {Spread(runs, run => run.ServerCores)} | {Spread(runs, run => run.ClientCores)} | {Spread(runs, run => run.RssMiB)} | {runs.Sum(run => run.Errors)} |\n");
            }
        }
        foreach (var result in results.Where(result => result.Note is not null)) text.Append(CultureInfo.InvariantCulture, $"\n`{result.Name}`: {result.Note}\n");
        return text.ToString();
    }

    private static void PrintRuns(string who, IReadOnlyList<Run> runs, string unit)
    {
        if (runs.Count == 0) return;
        Console.WriteLine($"    {who,-8} {Spread(runs, run => run.Rate)} {unit}; p50 {Spread(runs, run => run.P50)}, p99 {Spread(runs, run => run.P99)}, p99.9 {Spread(runs, run => run.P999)} ms; cores {Spread(runs, run => run.ServerCores)} + client {Spread(runs, run => run.ClientCores)}; RSS {Spread(runs, run => run.RssMiB)} MiB");
    }

    private static string Spread(IReadOnlyList<Run> runs, Func<Run, double> value) =>
        $"{Check.Text(runs.Select(value).Median())} ({Check.Text(runs.Min(value))} – {Check.Text(runs.Max(value))})";

    private static string Machine()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors ({RuntimeInformation.ProcessArchitecture}), {memory:0} GiB, {OSName()}, .NET {Environment.Version}; servers and load client share them");
    }

    private static string OSName() => OperatingSystem.IsLinux() ? $"Linux {Environment.OSVersion.Version.ToString(2)}" : RuntimeInformation.OSDescription;
}
