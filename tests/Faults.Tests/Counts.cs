// One fault at a time: two at once explain nothing.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace RealTimeForum.Faults.Tests;

/// <summary>How often and how long things are broken: a little in every run, in earnest with <c>FORUM_TESTS=faults</c>, which <c>./test.sh --faults</c> sets.</summary>
public static class Counts
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("FORUM_TESTS") == "faults";

    public static T Of<T>(T shortForm, T longForm) => IsLong ? longForm : shortForm;
}
