using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <param name="Text">For whoever must find out what happened.</param>
/// <param name="Method">How the answer is to be read: one to HEAD has no body.</param>
public sealed record Input(long Number, string Method, byte[] Bytes)
{
    public string Text => $"input {Number}: {Encoding.Latin1.GetString(Bytes[..Math.Min(Bytes.Length, 2_000)])}";
}

/// <summary>Somebody whom inputs come from.</summary>
public sealed record Sender(string? Bearer, string? Cookie);

/// <summary>Makes inputs: by number, always the same for the same seed as long as the same is known.</summary>
public sealed class Inputs(ApiDocument document, Known known, Uri forum, int seed)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X"];
    private static readonly string[] Types = ["application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/problem+json", "*/*", ";;;", "a"];
    private static readonly string[] Extras = ["Idempotency-Key", "If-Match", "If-None-Match", "If-Modified-Since", "Range", "Accept", "Accept-Language", "Accept-Encoding", "Origin", "Sec-Fetch-Site", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Expect", "Cookie", "Authorization", "Referer", "User-Agent", "Content-Encoding", "X-HTTP-Method-Override"];
    private static readonly string[] Frames = ["ping", "message.send", "message.edit", "message.delete", "reaction.add", "reaction.remove", "chat.read", "chat.delivered", "typing", "presence", "watch", "unwatch"];
    private static readonly string[] FrameFields = ["chatId", "messageId", "clientMessageId", "content", "emoji", "seq", "topic", "state", "replyToId", "attachmentIds"];
    private static readonly byte[][] Pictures = [.. new[]
    {
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==",
    }.Select(Convert.FromBase64String)];

    /// <summary>A request that is whole as HTTP, whatever is in it.</summary>
    public Input Request(long number, Sender sender)
    {
        var random = RandomOf(number);
        var operation = document.Operations[random.Next(document.Operations.Count)];
        var method = random.Next(30) == 0 ? Methods[random.Next(Methods.Length)] : operation.Method;
        var (type, body) = BodyOf(operation, random);
        var head = new StringBuilder($"{method} {AddressOf(operation, random)} HTTP/1.1\r\nHost: {(random.Next(100) == 0 ? Header(random) : forum.Authority)}\r\n");
        if (sender.Bearer is not null) head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {sender.Bearer}\r\n");
        if (sender.Cookie is not null) head.Append(CultureInfo.InvariantCulture, $"Cookie: forum_session={sender.Cookie}\r\nOrigin: {(random.Next(20) == 0 ? Header(random) : forum.GetLeftPart(UriPartial.Authority))}\r\n");
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "header" && random.Next(2) == 0)) head.Append(CultureInfo.InvariantCulture, $"{parameter.Name}: {(random.Next(3) == 0 ? Header(random) : $"{random.Next(1_000)}")}\r\n");
        while (random.Next(5) == 0) head.Append(CultureInfo.InvariantCulture, $"{Extras[random.Next(Extras.Length)]}: {Header(random)}\r\n");
        if (type is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        if (body.Length > 0 || method is "POST" or "PUT" or "PATCH") head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        return new Input(number, method, [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body]);
    }

    /// <summary>A request that is broken on its way.</summary>
    public Input BrokenRequest(long number, Sender sender)
    {
        var whole = Request(number, sender);
        return whole with { Bytes = Nasty.Break(whole.Bytes, RandomOf(~number)) };
    }

    /// <summary>What is in a text frame: always UTF-8 and never too long; otherwise anything.</summary>
    public Input Frame(long number)
    {
        var random = RandomOf(number);
        var type = random.Next(20) == 0 ? Nasty.Text(random) : Frames[random.Next(Frames.Length)];
        var data = Object(random, FrameFields.Where(_ => random.Next(3) > 0).ToDictionary(field => field, field => FrameValue(field, random), StringComparer.Ordinal));
        string[] parts = [$"\"id\":{(random.Next(20) == 0 ? Nasty.AnyJson(random) : $"{number}")}", $"\"type\":{JsonSerializer.Serialize(type)}", $"\"data\":{(random.Next(20) == 0 ? Nasty.AnyJson(random) : data)}"];
        var text = random.Next(30) == 0 ? Nasty.AnyJson(random) : $"{{{string.Join(',', parts.OrderBy(_ => random.Next()))}}}";
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(4) == 0) bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Nasty.Break(bytes, random)));
        return new Input(number, "frame", bytes[..Math.Min(bytes.Length, 30_000)] is var kept && kept.Length < bytes.Length ? [] : bytes);
    }

    /// <summary>Bytes on an open WebSocket, framed badly or not at all.</summary>
    public Input BrokenFrames(long number)
    {
        var random = RandomOf(number);
        List<byte> bytes = [];
        for (var frames = random.Next(1, 4); frames > 0; frames--)
        {
            var payload = Frame(number).Bytes;
            var framed = WebSocketFrame.Of(random.Next(3) == 0 ? (byte)random.Next(256) : (byte)0x81, payload, isMasked: random.Next(10) > 0);
            if (random.Next(5) == 0) WebSocketFrame.Announce(framed, random.Next(3) switch { 0 => long.MaxValue, 1 => -1, _ => random.Next() });
            bytes.AddRange(random.Next(3) > 0 ? Nasty.Break(framed, random) : framed);
        }
        return new Input(number, "frames", [.. bytes]);
    }

    private Random RandomOf(long number) => new(HashCode.Combine(seed, number));

    private string AddressOf(Operation operation, Random random)
    {
        var path = operation.Path;
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "path")) path = path.Replace($"{{{parameter.Name}}}", Escape(PathValue(parameter, random), random), StringComparison.Ordinal);
        var query = string.Join('&', operation.Parameters.Where(parameter => parameter.In == "query" && random.Next(2) == 0).Select(parameter => $"{parameter.Name}={Escape(QueryValue(parameter, random), random)}"));
        if (random.Next(50) == 0) path += $"/{Escape(Nasty.Text(random), random)}";
        if (random.Next(50) == 0) query += $"&{Escape(Nasty.Text(random), random)}={Escape(Nasty.Text(random), random)}";
        var address = query.Length > 0 ? $"{path}?{query}" : path;
        return address.Length > 7_000 ? address[..7_000].TrimEnd('%', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F') : address;
    }

    private string PathValue(Parameter parameter, Random random)
    {
        if (random.Next(15) == 0) return Nasty.Text(random);
        if (parameter.Name == "emoji") return Emoji(random);
        return (parameter.Kind is { } kind ? known.Any(kind, random) : null) ?? Guid.NewGuid().ToString();
    }

    private string QueryValue(Parameter parameter, Random random)
    {
        if (random.Next(6) == 0) return Nasty.Text(random);
        if (parameter.Kind is { } kind && known.Any(kind, random) is { } value) return value;
        return parameter.Type switch
        {
            "integer" => random.Next(3) == 0 ? Nasty.Number(random) : $"{random.Next(1, 101)}",
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            _ when parameter.Format == "date-time" => DateTimeOffset.UtcNow.AddHours(random.Next(-1_000, 1_000)).ToString("O", CultureInfo.InvariantCulture),
            _ => parameter.Name switch
            {
                "order" => random.Next(2) == 0 ? "recent" : "name",
                "sort" => new[] { "new", "active", "top" }[random.Next(3)],
                "in" => new[] { "posts", "comments", "messages" }[random.Next(3)],
                "category" => "general",
                "format" => "zip",
                "size" => "small",
                _ => Nasty.Letters(random, random.Next(1, 4)),
            },
        };
    }

    private (string? Type, byte[] Body) BodyOf(Operation operation, Random random)
    {
        if (operation is { Method: "POST", Path: "/api/uploads" }) return Upload(random);
        if (operation.Body is not { } schema) return random.Next(40) == 0 ? (Types[random.Next(Types.Length)], Encoding.UTF8.GetBytes(Nasty.AnyJson(random))) : (null, []);
        var text = random.Next(30) == 0 ? Nasty.AnyJson(random) : JsonOf("", schema, random, depth: 0);
        // The forum's keeper would be locked out, and with them every input that staff sends.
        if (operation.Path == "/api/admin/settings") text = text.Replace("staffNeedsTwoFactor", "staffNeeds", StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes(text);
        if (random.Next(6) == 0 && operation.Path != "/api/admin/settings") body = Nasty.Break(body, random);
        return (random.Next(25) == 0 ? Types[random.Next(Types.Length)] : "application/json", body);
    }

    private static (string Type, byte[] Body) Upload(Random random)
    {
        var picture = Pictures[random.Next(Pictures.Length)];
        if (random.Next(2) == 0) picture = Nasty.Break(picture, random);
        byte[] form =
        [
            .. Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\n{(random.Next(3) == 0 ? Nasty.Text(random) : "a picture")}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"),
            .. picture, .. "\r\n--b--\r\n"u8,
        ];
        return ("multipart/form-data; boundary=b", random.Next(3) == 0 ? Nasty.Break(form, random) : form);
    }

    /// <summary>Something that fits the schema, or nearly.</summary>
    private string JsonOf(string name, JsonElement schema, Random random, int depth)
    {
        if (random.Next(25) == 0 || depth > 5) return Nasty.AnyJson(random);
        schema = document.Resolve(schema);
        if (schema.TryGetProperty("enum", out var members)) return members[random.Next(members.GetArrayLength())].GetRawText();
        var type = !schema.TryGetProperty("type", out var given) ? "" : given.ValueKind is JsonValueKind.Array ? given.EnumerateArray().Last().GetString()! : given.GetString()!;
        return type switch
        {
            "object" when schema.TryGetProperty("properties", out var properties) =>
                Object(random, properties.EnumerateObject().Where(_ => random.Next(8) > 0).ToDictionary(field => field.Name, field => JsonOf(field.Name, field.Value, random, depth + 1), StringComparer.Ordinal)),
            "array" => $"[{string.Join(',', Enumerable.Range(0, random.Next(20) == 0 ? random.Next(300) : random.Next(3)).Select(_ => JsonOf(name, schema.At("items"), random, depth + 1)))}]",
            "integer" or "number" => random.Next(4) == 0 ? Nasty.Number(random) : $"{random.Next(0, 120)}",
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            _ => JsonSerializer.Serialize(Text(name, random)),
        };
    }

    private string FrameValue(string field, Random random) => field switch
    {
        _ when random.Next(20) == 0 => Nasty.AnyJson(random),
        "seq" => random.Next(4) == 0 ? Nasty.Number(random) : $"{random.Next(100)}",
        "attachmentIds" => random.Next(3) == 0 ? $"[{JsonSerializer.Serialize(Text(field, random))}]" : "null",
        "replyToId" when random.Next(2) == 0 => "null",
        "topic" => JsonSerializer.Serialize(random.Next(2) == 0 ? "posts" : $"post:{known.Any("posts", random)}"),
        "state" => random.Next(2) == 0 ? "\"away\"" : "\"active\"",
        _ => JsonSerializer.Serialize(Text(field, random)),
    };

    private string Text(string field, Random random)
    {
        if (random.Next(12) == 0) return Nasty.Text(random);
        if (Known.KindOf(field) is { } kind && known.Any(kind, random) is { } value) return value;
        return field switch
        {
            "clientMessageId" => new Guid(random.Next(1_000), 0, 0, new byte[8]).ToString() is var again && random.Next(4) == 0 ? again : Guid.NewGuid().ToString(),
            "nickname" => Nasty.Letters(random, random.Next(3, 33)),
            "email" => $"{Nasty.Letters(random, 12)}@example.org",
            "password" or "currentPassword" or "newPassword" => Person.Password,
            "emoji" => Emoji(random),
            "slug" => Nasty.Letters(random, random.Next(1, 40)),
            "color" => $"#{random.Next(0x1000000):x6}",
            "until" or "quietUntil" => DateTimeOffset.UtcNow.AddMinutes(random.Next(-10, 1_000)).ToString("O", CultureInfo.InvariantCulture),
            "setupToken" or "invitation" => "",
            _ => $"{Nasty.Letters(random, random.Next(1, 30))} {(random.Next(4) == 0 ? Nasty.Text(random) : "said")}",
        };
    }

    private static string Emoji(Random random) => random.Next(8) == 0 ? Nasty.Text(random) : new[] { "👍", "❤️", "😀", "🎉" }[random.Next(4)];

    /// <summary>Fields in any order, sometimes twice, sometimes with one more.</summary>
    private static string Object(Random random, Dictionary<string, string> fields)
    {
        var parts = fields.Select(field => $"{JsonSerializer.Serialize(field.Key)}:{field.Value}").OrderBy(_ => random.Next()).ToList();
        if (random.Next(20) == 0) parts.AddRange(parts[..(parts.Count / 2)]);
        if (random.Next(20) == 0) parts.Add($"{JsonSerializer.Serialize(Nasty.Text(random))}:{Nasty.AnyJson(random)}");
        if (random.Next(20) == 0) parts.Add("\"role\":\"admin\",\"isPinned\":true,\"id\":\"00000000-0000-0000-0000-000000000000\"");
        return $"{{{string.Join(',', parts)}}}";
    }

    private static string Escape(string text, Random random) => random.Next(40) == 0
        ? string.Concat(Encoding.UTF8.GetBytes(text).Take(300).Select(one => $"%{one ^ (random.Next(10) == 0 ? 0x80 : 0):X2}"))
        : Uri.EscapeDataString(text.Length > 1_000 ? text[..1_000].TrimEnd('\ud800', '\ud83d') : text);

    /// <summary>A header's value may hold anything but what ends it.</summary>
    private static string Header(Random random) => new([.. Nasty.Text(random).Take(500).Where(letter => letter is not ('\r' or '\n' or '\0'))]);
}
