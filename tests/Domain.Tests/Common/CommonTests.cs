using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Tests.Common;

public sealed class CommonTests
{
    private static readonly Error Refused = new("test.refused", "No.");

    [Fact]
    public void A_result_is_a_value_or_a_reason()
    {
        Result<int> value = 7, refusal = Refused;

        value.TryGet(out var got, out var error).Should().BeTrue();
        (got, error).Should().Be((7, null));
        refusal.TryGet(out _, out error).Should().BeFalse();
        error.Should().Be(Refused);
        refusal.Match(number => $"{number}", reason => reason.Code).Should().Be("test.refused");
    }

    [Fact]
    public void Asking_a_refusal_for_its_value_is_a_bug() => FluentActions.Invoking(() => Result<int>.Failed(Refused).Value).Should().Throw<InvalidOperationException>();

    [Fact]
    public void An_excerpt_is_one_line_with_single_spaces() => Text.Excerpt("  a\n\n b\tc ", 100).Should().Be("a b c");

    [Fact]
    public void An_excerpt_that_was_cut_says_so() => Text.Excerpt("abcdef", 3).Should().Be("abc…");

    [Fact]
    public void An_excerpt_cuts_no_letter_in_two()
    {
        Text.Excerpt("ab👨‍👩‍👧‍👦", 5).Should().Be("ab…");
        Text.Excerpt("ae\u0301x", 2).Should().Be("a…");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("\u200b\u200d\ufeff")]
    [InlineData("\u3164")]
    [InlineData("\u0301")]
    public void A_text_without_ink_is_blank(string text) => Text.IsBlank(text).Should().BeTrue();

    [Theory]
    [InlineData("a")]
    [InlineData(" . ")]
    [InlineData("👍")]
    public void A_text_with_ink_is_not(string text) => Text.IsBlank(text).Should().BeFalse();

    [Fact]
    public void Ids_made_one_after_another_sort_one_after_another()
    {
        var ids = Enumerable.Range(0, 20_000).Select(_ => TimeOrdered.NewGuid()).ToArray();

        ids.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        ids.Should().OnlyContain(id => id.Version == 7 && (id.Variant & 0b1100) == 0b1000);
    }

    [Fact]
    public void Ids_made_at_once_are_different_and_tell_the_time()
    {
        var ids = new Guid[8_000];
        Parallel.For(0, ids.Length, i => ids[i] = TimeOrdered.NewGuid());

        ids.Should().OnlyHaveUniqueItems();
        var made = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(ids[^1].ToString("N")[..12], 16));
        made.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }
}
