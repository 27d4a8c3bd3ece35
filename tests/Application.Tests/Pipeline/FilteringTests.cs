using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Tests.Pipeline;

public sealed class FilteringTests
{
    public sealed record Say(string Line, [Multiline] string Body, [Verbatim] string Password, string? Missing = null) : ICommand<Result<Done>>;

    [Theory]
    [InlineData("  a  ", "a")]
    [InlineData("a\nb\tc", "abc")]
    [InlineData("e\u0301", "é")]
    [InlineData("a\u0007b\u009fc", "abc")]
    [InlineData("\u00a0a\u3000", "a")]
    [InlineData("", "")]
    [InlineData("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦")]
    public void One_line_is_trimmed_composed_and_without_control_characters(string text, string clean) => TextFilter.OneLine(text).Should().Be(clean);

    [Theory]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData("a  \nb\t\n\n\n", "a  \nb")]
    [InlineData("    code\n\tmore", "    code\n\tmore")]
    [InlineData("a\u0000b", "ab")]
    [InlineData("a\u001b[31mb", "a[31mb")]
    [InlineData("e\u0301\n", "é")]
    [InlineData(" \n\t\n", "")]
    public void Several_lines_keep_their_breaks_and_tabs_and_lose_the_space_after_them(string text, string clean) => TextFilter.Multiline(text).Should().Be(clean);

    [Fact]
    public void Nul_and_half_letters_are_not_sound()
    {
        // Not as a theory's data: half a letter does not survive in an attribute.
        foreach (var text in new[] { "a\0", "\ud800", "a\udc00b", "\udc00\ud800", "\ud800\ud800" }) TextFilter.IsSound(text).Should().BeFalse();
        foreach (var text in new[] { "", "a", "😀", "a😀b\n" }) TextFilter.IsSound(text).Should().BeTrue();
    }

    [Fact]
    public async Task Each_field_is_cleaned_as_it_is_marked()
    {
        var (result, seen) = await FilterAsync(new Say(" a\n ", " x \r\n y ", " \tsecret\r\n ", null));

        result.IsSuccess.Should().BeTrue();
        seen.Should().Be(new Say("a", " x \n y", " \tsecret\r\n ", null));
    }

    [Fact]
    public async Task What_cannot_be_stored_is_refused_by_the_fields_name()
    {
        var (result, seen) = await FilterAsync(new Say("a\0", "b", "\ud800"));

        seen.Should().BeNull();
        result.Error!.Code.Should().Be("request.invalid");
        result.Error.Fields.Keys.Should().BeEquivalentTo("line", "password");
    }

    private static async Task<(Result<Done> Result, Say? Seen)> FilterAsync(Say say)
    {
        Say? seen = null;
        var result = await new FilteringBehavior<Say, Result<Done>>().Handle(
            say,
            (message, _) =>
            {
                seen = message;
                return ValueTask.FromResult<Result<Done>>(Done.Instance);
            },
            CancellationToken.None);
        return (result, seen);
    }
}
