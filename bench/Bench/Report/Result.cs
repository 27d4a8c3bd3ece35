using System.Globalization;
using RealTimeForum.Bench.Load;

namespace RealTimeForum.Bench.Report;

/// <summary>A line of the table that must be reached.</summary>
internal sealed record Check(string What, string Line, string Aim, string Value, bool Passed)
{
    public static Check AtLeast(string what, double line, double aim, IReadOnlyList<double> values) =>
        new(what, $"≥ {Text(line)}", Text(aim), Spread(values), values.Median() >= line);

    public static Check AtMost(string what, string unit, double line, string aim, IReadOnlyList<double> values) =>
        new(what, $"≤ {Text(line)} {unit}".TrimEnd(), aim, $"{Spread(values)} {unit}".TrimEnd(), values.Median() <= line);

    public static Check Is(string what, bool passed, string value) => new(what, "yes", "yes", value, passed);

    public static string Text(double value) => value.ToString(Math.Abs(value) switch { >= 1000 => "N0", >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);

    private static string Spread(IReadOnlyList<double> values) => values.Count == 1 ? Text(values[0]) : $"{Text(values.Median())} ({Text(values.Min())} – {Text(values.Max())})";
}

/// <summary>One scenario's outcome.</summary>
internal sealed record Result(string Name, string Title, string Unit, IReadOnlyList<Check> Checks, Turns? Turns, string? Note = null)
{
    public bool Passed => Checks.All(check => check.Passed);

    public double Seconds { get; init; }
}
