namespace RealTimeForum.EndToEnd.Tests;

/// <summary>Texts that would run a script where a page takes them for more than text. Each has its number, which an alert would tell.</summary>
internal static class Injections
{
    private static readonly string[] Payloads =
    [
        "<script>alert(§)</script>", "<img src=x onerror=alert(§)>", "<svg onload=alert(§)>", "<svg><script>alert(§)</script></svg>", "<body onload=alert(§)>",
        "<iframe srcdoc='<script>parent.alert(§)</script>'></iframe>", "<iframe src=javascript:alert(§)>", "<input autofocus onfocus=alert(§)>", "<details open ontoggle=alert(§)>",
        "<video><source onerror=alert(§)></video>", "<audio src=x onerror=alert(§)>", "<marquee onstart=alert(§)>", "<object data=javascript:alert(§)>", "<embed src=javascript:alert(§)>",
        "<form action=javascript:alert(§)><button>go</button></form>", "<a href=javascript:alert(§)>go</a>", "<math href=javascript:alert(§)>go</math>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(§)'>", "<base href=javascript:alert(§)//>", "<link rel=stylesheet href=/nowhere?§>",
        "<style>@import '/nowhere?§'</style>", "<p style=background:url(/nowhere?§)>p</p>", "<template><img src=x onerror=alert(§)></template>", "<noscript><img src=x onerror=alert(§)></noscript>",
        "<svg><animate onbegin=alert(§) attributeName=x dur=1s>", "<xmp><img src=x onerror=alert(§)></xmp>",
    ];

    private static readonly string[] Before = ["", "\">", "'>", "</textarea>", "</title>", "-->", "`;//", "]]>"];

    private static readonly string[] Markdown =
    [
        "[go](javascript:alert(§))", "[go](JaVaScRiPt:alert(§))", "[go](java\tscript:alert(§))", "[go](&#106;avascript:alert(§))", "[go](javascript&colon;alert(§))", "[go](<javascript:alert(§)>)",
        "[go](data:text/html,<script>alert(§)</script>)", "[go](vbscript:alert(§))", "<javascript:alert(§)>", "![x](x\"onerror=\"alert(§))", "![x](javascript:alert(§))",
        "![\"onerror=alert(§)](/api/uploads/x)", "[go](/ \"onmouseover=alert(§) x=\")", "[go][ref§]\n\n[ref§]: javascript:alert(§)", "```\"><img src=x onerror=alert(§)>\ncode\n```",
        "`<img src=x onerror=alert(§)>`", "| <img src=x onerror=alert(§)> |\n|---|\n| x |", "- [x] <img src=x onerror=alert(§)>", "a[^§]\n\n[^§]: <img src=x onerror=alert(§)>",
        "> <svg onload=alert(§)>", "# <svg onload=alert(§)>", "\\<script>alert(§)\\</script>", "&lt;script&gt;alert(§)&lt;/script&gt;", "<scr<script>ipt>alert(§)</scr</script>ipt>",
        "{{constructor.constructor('alert(§)')()}}", "${alert(§)}", "@\"><img src=x onerror=alert(§)>", ":tada\" onload=alert(§):", "https://x.example/\"onmouseover=\"alert(§)", "<img/src=x/onerror=alert(§)>",
    ];

    public static IReadOnlyList<string> All { get; } =
        [.. Before.SelectMany(start => Payloads.Select(payload => start + payload)).Concat(Markdown).Select((text, i) => text.Replace("§", $"{1000 + i}", StringComparison.Ordinal))];
}
