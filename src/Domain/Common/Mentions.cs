using System.Text.RegularExpressions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Common;

/// <summary>Who may be named in a text by <c>@nickname</c>.</summary>
public static partial class Mentions
{
    public const int Most = 20;

    /// <summary>The keys of nicknames that the text may name, at most 20 names of it: a dot or dash at the end may belong to the name or to the sentence.</summary>
    public static IReadOnlyList<string> KeysIn(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal)) return [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (var name in Named().Matches(text).Take(Most).Select(match => match.Groups["name"].Value))
        {
            keys.Add(Nickname.KeyOf(name));
            keys.Add(Nickname.KeyOf(name.TrimEnd('.', '-')));
        }
        return [.. keys];
    }

    /// <summary>Where in a text somebody may be named: the place of each at sign, and the longest name that may follow it.</summary>
    public static IEnumerable<(int At, string Name)> In(string text) => Named().Matches(text).Take(Most).Select(match => (match.Index, match.Groups["name"].Value));

    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}_@/.-])@(?<name>[\p{L}\p{M}\p{N}_.-]{3,32})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Named();
}
