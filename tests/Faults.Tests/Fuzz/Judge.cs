using System.Text.RegularExpressions;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>What is wrong with how the forum answered.</summary>
public sealed partial class Judge
{
    private readonly Lock _gate = new();
    private readonly List<string> _wrong = [];
    private readonly SortedDictionary<int, long> _byStatus = [];

    public IReadOnlyList<string> Wrong
    {
        get
        {
            lock (_gate) return [.. _wrong];
        }
    }

    public string Counts
    {
        get
        {
            lock (_gate) return string.Join(", ", _byStatus.Select(status => $"{status.Key}: {status.Value}"));
        }
    }

    /// <summary>No input may be the forum's own fault; only a full queue is an excuse.</summary>
    public void Look(Input input, int status, string answer)
    {
        lock (_gate)
        {
            _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
            if (status < 500 || (status == 503 && answer.Contains("server.busy", StringComparison.Ordinal))) return;
            Add($"{status} {answer}\nto {input.Text}");
        }
    }

    /// <summary>Whatever came back for something broken: nothing, or answers. 505 says that what stands for HTTP/1.1 was broken.</summary>
    public void LookThrough(Input input, string answers)
    {
        foreach (var status in Statuses().Matches(answers).Select(match => match.Groups["status"].Value))
        {
            if (status != "505" && !(status == "503" && answers.Contains("server.busy", StringComparison.Ordinal))) Add($"{status} in {answers}\nto {input.Text}");
        }
    }

    public void Add(string wrong)
    {
        lock (_gate)
        {
            if (_wrong.Count < 20) _wrong.Add(wrong);
        }
    }

    [GeneratedRegex(@"HTTP/1\.[01] (?<status>5\d\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Statuses();
}
