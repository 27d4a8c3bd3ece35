using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>Values that programs stumble over, and ways to break what is whole.</summary>
public static class Nasty
{
    private static readonly string[] Texts =
    [
        "", " ", "\t\n\r", "0", "-1", "null", "true", "NaN", "undefined", "a", "%", "%%%", "_", "'", "\"", "\\", "/", "../../etc/passwd", "..%2f..%2f", "<script>alert(1)</script>", "[a](javascript:alert(1))",
        "' OR 1=1 --", "\"; DROP TABLE posts; --", "c++", "foo:bar", "NEAR(a b)", "a* OR b*", "-a", "^a", "(((((", "\"unbalanced", "\0", "a\0b", "\u0001\u001f", "\u200b", "\u202eabc", "\ufeff", "\ufffd", "\uffff", "é", "e\u0301", "ﬁ", "İ", "ı", "ß", "ẞ",
        "Ω", "ё", "😀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "\u0600\u0601", "ا\u064b\u064b\u064b\u064b", "𝒳𝒴", "2026-11-23T10:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999+14:00", "2026-02-30", "1e400", "-0", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "2147483648", "0x10", "1.5", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "http://127.0.0.1:1/", "a@b", "x@example.org\r\nBcc: y@example.org",
        "**[`", "|a|\n|-|\n|b", "![](x)", "```", "> > > > > > >", "- - - - -", "@person1 @person2", "#tag #tag", "&amp;&#x0;&#xd800;", "admin", "me", "general",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2", "20", "100", "101", "200", "201", "1000", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1.5", "1e2", "1e400", "-1e-400", "01", "0x1", "NaN", "\"1\"",
        "123456789012345678901234567890",
    ];

    private static readonly string[] Json = ["null", "true", "false", "0", "-1", "1.5", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"a\":{}}", "\"\\ud800\"", "\"\\u0000\"", "\"\\udc00\\ud800\"", "1e999", "[1,2,3]", "{\"\\ud800\":1}"];

    public static string Text(Random random) => random.Next(12) switch
    {
        0 => new string((char)random.Next(32, 0x2000), random.Next(1, 5_000)),
        1 => Letters(random, random.Next(1, 300)),
        2 => string.Concat(Enumerable.Range(0, random.Next(1, 20)).Select(_ => Texts[random.Next(Texts.Length)])),
        3 => string.Concat(Enumerable.Repeat(Texts[random.Next(Texts.Length)], random.Next(1, 400))),
        4 => Guid.NewGuid().ToString(random.Next(2) == 0 ? "N" : "B"),
        _ => Texts[random.Next(Texts.Length)],
    };

    public static string Number(Random random) => random.Next(4) == 0 ? random.NextInt64().ToString(CultureInfo.InvariantCulture) : Numbers[random.Next(Numbers.Length)];

    public static string AnyJson(Random random) => random.Next(8) switch
    {
        0 => JsonSerializer.Serialize(Text(random)),
        1 => Number(random),
        2 => new string('[', random.Next(1, 200)),
        3 => string.Concat(Enumerable.Repeat("{\"a\":", random.Next(1, 100))) + "1" + new string('}', random.Next(0, 100)),
        _ => Json[random.Next(Json.Length)],
    };

    public static string Letters(Random random, int length) => string.Create(length, random, (span, from) =>
    {
        foreach (ref var letter in span) letter = (char)from.Next('a', 'z' + 1);
    });

    /// <summary>Flips, drops, doubles, swaps and puts in bytes.</summary>
    public static byte[] Break(byte[] whole, Random random)
    {
        var bytes = whole.ToList();
        for (var times = random.Next(1, 5); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 1 + Math.Min(64, bytes.Count)), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Text(random))); break;
                case 5: bytes.RemoveRange(at, bytes.Count - at); break;
                default: (bytes[at], bytes[random.Next(bytes.Count)]) = (bytes[random.Next(bytes.Count)], bytes[at]); break;
            }
        }
        return [.. bytes];
    }
}
