using RealTimeForum.Application.Search;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Application.Tests.Search;

public sealed class HighlighterTests
{
    [Theory]
    [InlineData("run", "I am running", "I am <mark>running</mark>")]
    [InlineData("субботу", "Суббота, день", "<mark>Суббота</mark>, день")]
    [InlineData("елка", "под ёлкой", "под <mark>ёлкой</mark>")]
    [InlineData("\"a b\"", "b a b a", "b <mark>a b</mark> a")]
    [InlineData("mar", "marking <mark>", "<mark>marking</mark> &lt;<mark>mark</mark>&gt;")]
    [InlineData("x", "line\none  x", "line one <mark>x</mark>")]
    [InlineData("-y x", "y x", "y <mark>x</mark>")]
    [InlineData("nothing", "a & b", "a &amp; b")]
    public void It_marks_what_was_asked_for(string typed, string text, string snippet) => Of(typed).Snippet(text).Should().Be(snippet);

    [Fact]
    public void It_shows_the_place_and_not_the_whole_text()
    {
        var snippet = Of("needle").Snippet(string.Concat(Enumerable.Repeat("hay ", 5_000)) + "needle " + string.Concat(Enumerable.Repeat("straw ", 5_000)));
        snippet.Should().StartWith("…hay").And.Contain("<mark>needle</mark>").And.EndWith("…");
        snippet.Length.Should().BeLessThan(320);
    }

    [Theory]
    [InlineData("😀😀😀")]
    [InlineData("𝒳𝒳𝒳𝒳")]
    [InlineData("")]
    [InlineData("́")]
    public void It_never_cuts_a_letter_in_two(string around)
    {
        for (var length = 0; length < 300; length++)
        {
            var text = string.Concat(Enumerable.Repeat(around, length)) + " needle" + string.Concat(Enumerable.Repeat(around, length));
            var snippet = Of("needle").Snippet(text);
            TextIsSound(snippet).Should().BeTrue();
        }
    }

    private static bool TextIsSound(string text) => Application.Pipeline.TextFilter.IsSound(text);

    private static Highlighter Of(string typed) => new(SearchTerms.Read(typed, new Stemmer()), new Stemmer());
}
