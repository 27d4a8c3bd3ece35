namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>Who and what there is, so that inputs get past the first check. Ids of what inputs made are added; the oldest go.</summary>
public sealed class Known
{
    private const int MostOfAKind = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>Whose id a field holds, from its name.</summary>
    public static string? KindOf(string field) => field switch
    {
        "chatId" => "chats",
        "userId" or "memberIds" or "ids" => "users",
        "postId" => "posts",
        "categoryId" => "categories",
        "messageId" or "replyToId" => "messages",
        "parentId" or "around" => "comments",
        "attachmentIds" or "pictureId" or "avatarId" => "uploads",
        "upTo" => "notifications",
        "targetId" => "targets",
        "author" or "actor" or "nickname" or "login" => "nicknames",
        _ => null,
    };

    public void Add(string kind, string value)
    {
        lock (_gate)
        {
            if (!_values.TryGetValue(kind, out var values)) _values.Add(kind, values = []);
            values.Add(value);
            if (values.Count > MostOfAKind) values.RemoveAt(0);
        }
        if (kind is "posts" or "comments" or "messages" or "users") Add("targets", value);
    }

    /// <returns>Null when there is none of that kind.</returns>
    public string? Any(string kind, Random random)
    {
        lock (_gate) return _values.TryGetValue(kind, out var values) ? values[random.Next(values.Count)] : null;
    }

    /// <summary>What an answer tells of what was made: its place.</summary>
    public void Learn(Reply reply)
    {
        if (reply.Location is not { } location) return;
        var parts = location.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length >= 3 && Guid.TryParse(parts[^1], out _)) Add(parts[^2], parts[^1]);
    }
}
