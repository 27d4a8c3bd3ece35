using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure.Text;

namespace RealTimeForum.Application.Tests.Text;

public sealed partial class SafeMarkdownTests : IDisposable
{
    private static readonly string[] Elements =
    [
        "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "blockquote", "ul", "ol", "li", "pre", "code",
        "table", "thead", "tbody", "tr", "th", "td", "a", "img", "input", "sup", "div",
    ];

    private static readonly string[] Attributes = ["href", "title", "src", "alt", "start", "align", "type", "checked", "disabled", "rel", "class", "id"];

    private readonly SafeMarkdown _markdown = new();

    public void Dispose() => _markdown.Dispose();

    [Theory]
    [InlineData("**a** _b_ ~~c~~", "<p><strong>a</strong> <em>b</em> <del>c</del></p>\n")]
    [InlineData("# a", "<h1>a</h1>\n")]
    [InlineData("a\nb", "<p>a<br>\nb</p>\n")]
    [InlineData("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n")]
    [InlineData("```cs\nvar a = 1 < 2;\n```", "<pre><code class=\"language-cs\">var a = 1 &lt; 2;\n</code></pre>\n")]
    [InlineData("[a](https://b.c \"t\")", "<p><a href=\"https://b.c\" title=\"t\" rel=\"nofollow noopener ugc\">a</a></p>\n")]
    [InlineData("www.b.co", "<p><a href=\"http://www.b.co\" rel=\"nofollow noopener ugc\">www.b.co</a></p>\n")]
    [InlineData("[a](/posts/1)", "<p><a href=\"/posts/1\" rel=\"nofollow noopener ugc\">a</a></p>\n")]
    [InlineData(":tada:", "<p>🎉</p>\n")]
    [InlineData("привет & <b>", "<p>привет &amp; &lt;b&gt;</p>\n")]
    public async Task Markdown_becomes_html(string source, string html) => (await HtmlAsync(source)).Should().Be(html);

    [Theory]
    [InlineData("hi @Ann!", "hi <a href=\"/users/Ann\" rel=\"nofollow noopener ugc\">@Ann</a>!")]
    [InlineData("@a_b. and **@анна**", "<a href=\"/users/a_b\" rel=\"nofollow noopener ugc\">@a_b</a>. and <strong><a href=\"/users/%D0%B0%D0%BD%D0%BD%D0%B0\" rel=\"nofollow noopener ugc\">@анна</a></strong>")]
    [InlineData("@nobody, x@ann.example", "@nobody, x@ann.example")]
    [InlineData("`@ann` [to @ann](https://b.c)", "<code>@ann</code> <a href=\"https://b.c\" rel=\"nofollow noopener ugc\">to @ann</a>")]
    public async Task Who_is_named_and_known_is_linked(string source, string html)
    {
        using var markdown = new SafeMarkdown(new Known());
        var rendered = (await markdown.RenderAsync(source, CancellationToken.None)).Value;
        rendered.Html.Should().Be($"<p>{html}</p>\n");
        rendered.Excerpt.Should().Be(System.Text.RegularExpressions.Regex.Replace(html, "<[^>]*>", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)), "a name is a part of what it says");
    }

    [Fact]
    public async Task A_table_says_how_it_is_aligned_without_styles() =>
        (await HtmlAsync("|a|b|\n|:-:|-:|\n|1|2|")).Should().Contain("<th align=\"center\">a</th>").And.Contain("<td align=\"right\">2</td>").And.NotContain("style");

    [Fact]
    public async Task Footnotes_lead_there_and_back_and_two_texts_do_not_meet()
    {
        var html = await HtmlAsync("a[^1] b[^1]\n\n[^1]: why");
        var id = FootnoteIds().Matches(html).Select(match => match.Value).Distinct(StringComparer.Ordinal).Should().HaveCountGreaterThan(1).And.Subject.ToList();
        id.Should().OnlyContain(one => html.Contains($"id=\"{one}\"", StringComparison.Ordinal) && html.Contains($"href=\"#{one}\"", StringComparison.Ordinal));
        html.Should().Contain("why");
        FootnoteIds().Matches(await HtmlAsync("c[^1]\n\n[^1]: why")).Select(match => match.Value).Should().NotIntersectWith(id);
    }

    [Fact]
    public async Task A_task_list_shows_boxes_nobody_can_tick() =>
        (await HtmlAsync("- [x] a\n- [ ] b")).Should().Contain("<input disabled=\"\" type=\"checkbox\" checked=\"checked\">").And.Contain("<input disabled=\"\" type=\"checkbox\">");

    [Fact]
    public async Task Pictures_from_elsewhere_become_links_and_our_own_are_shown()
    {
        (await HtmlAsync("![cat](https://evil.example/cat.png)")).Should().NotContain("<img").And.Contain("href=\"https://evil.example/cat.png\"").And.Contain(">cat</a>");
        (await HtmlAsync("![](https://evil.example/cat.png)")).Should().Contain(">https://evil.example/cat.png</a>");
        (await HtmlAsync("![](/api/uploads/../session)")).Should().NotContain("<img");
        (await HtmlAsync("![cat](/api/uploads/1)")).Should().Contain("<img src=\"/api/uploads/1\" alt=\"cat\">");
    }

    [Theory]
    [InlineData("# Hi\n\nsome *text* and `code`\n\n- item", "Hi some text and code item")]
    [InlineData("[link](https://a.b) ![alt](c.png) <b>raw</b> &amp; :tada:", "link alt <b>raw</b> & 🎉")]
    [InlineData("```\nvar a;\n```", "var a;")]
    [InlineData("|a|b|\n|-|-|\n|1|2|", "a b 1 2")]
    [InlineData("---", "")]
    public async Task An_excerpt_is_plain_text(string source, string excerpt) => (await _markdown.RenderAsync(source, default)).Value.Excerpt.Should().Be(excerpt);

    [Fact]
    public async Task An_excerpt_is_short() => (await _markdown.RenderAsync(string.Concat(Enumerable.Repeat("слово ", 8_000)), default)).Value.Excerpt.Length.Should().BeLessThanOrEqualTo(Markup.ExcerptLength + 1);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<ScRiPt src=//evil.example/x.js></sCrIpT>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("<svg onload=alert(1)>")]
    [InlineData("<svg><script>alert&#40;1)</script>")]
    [InlineData("<body onload=alert(1)>")]
    [InlineData("<iframe src=javascript:alert(1)>")]
    [InlineData("<iframe srcdoc='<script>alert(1)</script>'>")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">")]
    [InlineData("<details open ontoggle=alert(1)>")]
    [InlineData("<style>@import 'javascript:alert(1)';</style>")]
    [InlineData("<link rel=stylesheet href=javascript:alert(1)>")]
    [InlineData("<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">")]
    [InlineData("<base href=javascript:alert(1)//>")]
    [InlineData("<object data=javascript:alert(1)>")]
    [InlineData("<embed src=javascript:alert(1)>")]
    [InlineData("<form action=javascript:alert(1)><button>x</button></form>")]
    [InlineData("<input autofocus onfocus=alert(1)>")]
    [InlineData("<video><source onerror=alert(1)>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    [InlineData("<!--><img src=x onerror=alert(1)>-->")]
    [InlineData("<![CDATA[<script>alert(1)</script>]]>")]
    [InlineData("<?xml version=\"1.0\"?><script>alert(1)</script>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java\tscript:alert(1))")]
    [InlineData("[x](java&#10;script:alert(1))")]
    [InlineData("[x](&#x6A;avascript:alert(1))")]
    [InlineData("[x](&#106&#97&#118&#97&#115&#99&#114&#105&#112&#116:alert(1))")]
    [InlineData("[x]( javascript:alert(1))")]
    [InlineData("[x](\u0001javascript:alert(1))")]
    [InlineData("[x](javascript&colon;alert(1))")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)")]
    [InlineData("[x](vbscript:msgbox(1))")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](blob:https://a/b)")]
    [InlineData("[x](view-source:javascript:alert(1))")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("![x\" onerror=\"alert(1)](/api/uploads/1)")]
    [InlineData("![x](/api/uploads/1\"onerror=\"alert(1))")]
    [InlineData("[x](https://a.b \"t\\\" onmouseover=alert(1) \\\"\")")]
    [InlineData("[x](https://a.b\"onmouseover=\"alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("<https://a.b/\"onmouseover=\"alert(1)>")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("https://a.b/\"onmouseover=alert(1)")]
    [InlineData("www.a.co/<script>alert(1)</script>")]
    [InlineData("```\"><script>alert(1)</script>\nx\n```")]
    [InlineData("```cs onload=alert(1)\nx\n```")]
    [InlineData("```cs\"onclick=alert(1)\nx\n```")]
    [InlineData("`<script>alert(1)</script>`")]
    [InlineData("    <script>alert(1)</script>")]
    [InlineData("|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|")]
    [InlineData("\\<script>alert(1)\\</script>")]
    [InlineData("&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("<a <!-- --> href=\"javascript:alert(1)\">x</a>")]
    [InlineData("<div style=\"background:url(javascript:alert(1))\">")]
    [InlineData("style=\"text-align: right;\" <p style=\"text-align: right;\">")]
    [InlineData("<mglyph><style><img src=x onerror=alert(1)>")]
    [InlineData("\ufeff<script>alert(1)</script>")]
    [InlineData("<\u0000script>alert(1)</script>")]
    public async Task Nothing_that_runs_comes_through(string attack)
    {
        var html = await HtmlAsync(attack);

        var body = new HtmlParser().ParseDocument($"<body>{html}</body>").Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            Elements.Should().Contain(element.LocalName);
            element.Attributes.Select(attribute => attribute.Name).Should().BeSubsetOf(Attributes);
            if (element.GetAttribute("href") is { } href) Scheme().Match(Ignored().Replace(href, "")).Groups["scheme"].Value.ToLowerInvariant().Should().BeOneOf("", "http", "https", "mailto");
            if (element.GetAttribute("src") is { } src) src.Should().StartWith("/api/uploads/");
            if (element.GetAttribute("class") is { } name) name.Should().MatchRegex("^language-[A-Za-z0-9_+#.-]+$");
        }
    }

    [Fact]
    public async Task It_can_be_asked_by_many_at_once()
    {
        var texts = Enumerable.Range(0, 400).Select(i => $"# {i}\n\n[a](https://a.b/{i}) <script>{i}</script> ```{i}```").ToList();
        var alone = new List<string>();
        foreach (var text in texts) alone.Add(await HtmlAsync(text));

        var together = await Task.WhenAll(texts.Select(text => Task.Run(() => HtmlAsync(text))));

        together.Should().Equal(alone);
    }

    private async Task<string> HtmlAsync(string source) => (await _markdown.RenderAsync(source, default)).Value.Html;

    [GeneratedRegex(@"\A(?<scheme>[a-z][a-z0-9+.-]*):", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Scheme();

    // What a browser drops from an address before it looks for a scheme.
    [GeneratedRegex("fn(?:ref)?-[0-9a-f]{8}-[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex FootnoteIds();

    [GeneratedRegex(@"[\p{Cc}\s]+", RegexOptions.None, 1_000)]
    private static partial Regex Ignored();

    private sealed class Known : INicknames
    {
        public ValueTask<IReadOnlySet<string>> KnownAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlySet<string>>(new HashSet<string>(["ann", "a_b", "анна"], StringComparer.Ordinal));
    }
}
