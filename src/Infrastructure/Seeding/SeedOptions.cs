namespace RealTimeForum.Infrastructure.Seeding;

/// <summary>How much a seeded forum has, and where its API tokens go.</summary>
/// <param name="GroupMessages">How many of the messages are in the one group; the others are in private chats.</param>
/// <param name="TokensFile">Gets one API token a line, the first user's first; null makes none.</param>
public sealed record SeedOptions(int Users, int Posts, int Comments, int Messages, int GroupMessages, string? TokensFile)
{
    private const int Most = 50_000_000;

    /// <returns>The options, or one line that says what is wrong.</returns>
    public static (SeedOptions? Options, string? Problem) Parse(IReadOnlyList<string> arguments)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal) { ["--users"] = 100, ["--posts"] = 200, ["--comments"] = 1_000, ["--messages"] = 5_000, ["--group-messages"] = -1 };
        string? tokens = null;
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            if (arguments[i] == "--tokens" && value.Length > 0) tokens = value;
            else if (!counts.ContainsKey(arguments[i])) return (null, $"seed: unknown option {arguments[i]}; it takes --users, --posts, --comments, --messages, --group-messages and --tokens FILE");
            else if (int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count) && count <= Most) counts[arguments[i]] = count;
            else return (null, $"seed: {arguments[i]} takes a number from 0 to {Most}");
        }
        if (counts["--users"] < 2) return (null, "seed: --users takes at least 2, so that there is somebody to talk to");
        if (counts["--posts"] == 0 && counts["--comments"] > 0) return (null, "seed: comments need posts; give --posts or --comments 0");
        var inGroup = counts["--group-messages"] < 0 ? counts["--messages"] / 2 : counts["--group-messages"];
        if (inGroup > counts["--messages"]) return (null, "seed: --group-messages is a part of --messages");
        return (new SeedOptions(counts["--users"], counts["--posts"], counts["--comments"], counts["--messages"], inGroup, tokens), null);
    }
}
