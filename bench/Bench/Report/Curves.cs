using System.Globalization;
using System.Text;
using RealTimeForum.Bench.Load;

namespace RealTimeForum.Bench.Report;

/// <summary>Latency by share of requests: to the right the slowest, each tenfold rarer step as wide as the last; upwards milliseconds, also tenfold.</summary>
internal static class Curves
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Left = 56;
    private const int Bottom = 40;
    private const int Top = 36;

    public static string Draw(Result result)
    {
        var turns = result.Turns!;
        var all = turns.Limit.Concat(turns.Product).SelectMany(run => run.Curve).Where(ms => ms > 0).ToList();
        var (low, high) = (Math.Floor(Math.Log10(all.Min())), Math.Ceiling(Math.Log10(all.Max())));
        if (high <= low) high = low + 1;
        double X(double percentile) => Left + ((Width - Left - 16) * -Math.Log10(1 - (percentile / 100)) / 4);
        double Y(double ms) => Height - Bottom - ((Height - Bottom - Top) * (Math.Log10(Math.Max(ms, Math.Pow(10, low))) - low) / (high - low));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"20\" font-size=\"13\">{Escape(result.Title)}: latency in ms</text>\n");
        for (var power = low; power <= high; power++)
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - 16}\" y1=\"{Y(Math.Pow(10, power)):0.0}\" y2=\"{Y(Math.Pow(10, power)):0.0}\" stroke=\"#ddd\"/><text x=\"{Left - 6}\" y=\"{Y(Math.Pow(10, power)) + 4:0.0}\" text-anchor=\"end\">{Math.Pow(10, power):0.###}</text>\n");
        foreach (var percentile in new[] { 50, 90, 99, 99.9, 99.99 })
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(percentile):0.0}\" x2=\"{X(percentile):0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#eee\"/><text x=\"{X(percentile):0.0}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{percentile} %</text>\n");
        Lines(svg, turns.Limit, "#999", X, Y);
        Lines(svg, turns.Product, "#0a58ca", X, Y);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 8}\" fill=\"#0a58ca\">product</text>{(turns.Limit.Count > 0 ? $"<text x=\"{Left + 60}\" y=\"{Height - 8}\" fill=\"#777\">limit</text>" : "")}\n</svg>\n");
        return svg.ToString();
    }

    private static void Lines(StringBuilder svg, IEnumerable<Run> runs, string colour, Func<double, double> x, Func<double, double> y)
    {
        foreach (var run in runs.Where(run => run.Curve.Any(ms => ms > 0)))
        {
            var points = string.Join(' ', Run.Percentiles.Zip(run.Curve, (percentile, ms) => string.Create(CultureInfo.InvariantCulture, $"{x(percentile):0.0},{y(ms):0.0}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n");
        }
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
