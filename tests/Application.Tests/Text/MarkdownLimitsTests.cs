using System.Diagnostics;
using RealTimeForum.Infrastructure.Text;

namespace RealTimeForum.Application.Tests.Text;

public sealed class MarkdownLimitsTests
{
    private readonly SafeMarkdown _markdown = new();

    public static TheoryData<string, string> Abuse => new()
    {
        { "brackets", new string('[', 50_000) },
        { "closed brackets", Repeat("[a]", 50_000) },
        { "nested brackets", new string('[', 25_000) + new string(']', 25_000) },
        { "images", Repeat("![", 50_000) },
        { "empty links", Repeat("[](", 50_000) },
        { "links", Repeat("[](a)", 50_000) },
        { "stars", new string('*', 50_000) },
        { "stars and letters", Repeat("*a **b ", 50_000) },
        { "stars and underlines", Repeat("*_", 50_000) },
        { "closed stars", Repeat("a**b", 50_000) },
        { "tildes", Repeat("~~a ~b ", 50_000) },
        { "quotes", new string('>', 50_000) },
        { "lists", Repeat("- ", 50_000) },
        { "list lines", Repeat("- a\n", 50_000) },
        { "numbered", Repeat("1. ", 50_000) },
        { "deeper lists", string.Concat(Enumerable.Range(0, 300).Select(i => new string(' ', i) + "- a\n")) },
        { "backticks", string.Concat(Enumerable.Range(1, 300).Select(i => new string('`', i) + "a")) },
        { "pipes", new string('|', 50_000) },
        { "wide table", Repeat("|a", 12_000) + "|\n" + Repeat("|-", 12_000) + "|\n" },
        { "wide and long table", Repeat("|a", 8_000) + "|\n" + Repeat("|-", 8_000) + "|\n" + Repeat("|\n", 12_000) },
        { "long table", "|a|b|\n|-|-|\n" + Repeat("|a\n", 49_000) },
        { "long reference", "[a]: /" + new string('x', 25_000) + "\n\n" + Repeat("[a]", 24_000) },
        { "many references", string.Concat(Enumerable.Range(0, 4_000).Select(i => $"[a{i}]: /x\n")) },
        { "autolinks", Repeat("www.a.co ", 50_000) },
        { "http", Repeat("http://", 50_000) },
        { "mails", Repeat("<a@b.c>", 50_000) },
        { "angles", new string('<', 50_000) },
        { "tags", Repeat("<b>", 50_000) },
        { "comment starts", Repeat("<!--", 50_000) },
        { "entities", Repeat("&amp;", 50_000) },
        { "ampersands", new string('&', 50_000) },
        { "emoji names", Repeat(":smile:", 50_000) },
        { "colons", new string(':', 50_000) },
        { "tasks", Repeat("- [ ] a\n", 50_000) },
        { "headings", Repeat("# a\n", 50_000) },
        { "rules", Repeat("---\n", 50_000) },
        { "setext", Repeat("a\n---\n", 50_000) },
        { "lines", Repeat("a\n", 50_000) },
        { "paragraphs", Repeat("a\n\n", 50_000) },
        { "spaces", new string(' ', 49_999) + "a" },
        { "tabs", Repeat("\t", 49_999) + "a" },
        { "backslashes", new string('\\', 50_000) },
        { "parentheses", "[a](" + new string('(', 40_000) },
        { "titles", Repeat("[a](b \"", 50_000) },
        { "one word", new string('x', 50_000) },
        { "quotes in lists", Repeat("> - ", 50_000) },
        { "lazy quotes", Repeat(">>>>>>>>>>a\n", 50_000) },
    };

    [Theory]
    [MemberData(nameof(Abuse))]
    public async Task No_text_keeps_a_processor_busy_or_fills_the_memory(string name, string text)
    {
        await _markdown.RenderAsync("warm *up*", default);
        text = text.Length > 50_000 ? text[..50_000] : text;
        var start = Stopwatch.GetTimestamp();

        var result = await _markdown.RenderAsync(text, default);

        var took = Stopwatch.GetElapsedTime(start);
        took.Should().BeLessThan(TimeSpan.FromSeconds(60), "{0} must not", name);
    }

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length + 1));
}
