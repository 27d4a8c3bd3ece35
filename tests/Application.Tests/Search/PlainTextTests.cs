using RealTimeForum.Application.Search;

namespace RealTimeForum.Application.Tests.Search;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("<p><strong>a</strong>b <em>c</em></p>\n", " ab c \n")]
    [InlineData("<h1>a</h1>\n<p>b</p>", " a \n b ")]
    [InlineData("<tr><td>a</td><td>b</td></tr>", "  a  b  ")]
    [InlineData("<p>a<br>b</p>", " a b ")]
    [InlineData("<p>1 &lt; 2 &amp;&amp; &lt;b&gt;</p>", " 1 < 2 && <b> ")]
    [InlineData("<p><a href=\"https://b.c\" rel=\"ugc\">a</a>, <code>d</code></p>", " a, d ")]
    [InlineData("plain <", "plain ")]
    public void Rendered_text_says_what_it_says(string html, string text) => PlainText.OfHtml(html).Should().Be(text);

    [Theory]
    [InlineData("**a** _b_ ~~c~~ `d`", "a b c d")]
    [InlineData("> a\n- b\n1. c\n# d", " a\nb\nc\nd")]
    [InlineData("[a b](https://c.d)", "a b")]
    [InlineData("snake_case_word 2 * 3", "snake_case_word 2 * 3")]
    [InlineData("plain", "plain")]
    public void A_message_says_what_it_says(string markdown, string text) => PlainText.OfMessage(markdown).Should().Be(text);
}
