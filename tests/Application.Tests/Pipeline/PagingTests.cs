using RealTimeForum.Application.Pipeline;

namespace RealTimeForum.Application.Tests.Pipeline;

public sealed class PagingTests
{
    [Fact]
    public void A_page_with_more_after_it_ends_in_a_cursor()
    {
        var page = Page.Of([1, 2, 3], limit: 2, row => row * 10, row => $"after {row}");

        page.Items.Should().Equal(10, 20);
        page.Next.Should().Be("after 2");
    }

    [Fact]
    public void The_last_page_ends_in_none() => Page.Of([1, 2], limit: 2, row => row, row => $"{row}").Next.Should().BeNull();

    [Fact]
    public void A_cursor_reads_back_what_it_was_made_of() => Cursor.Read(Cursor.Of("a", "б", ""), parts: 3).Should().Equal("a", "б", "");

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("a")]
    [InlineData("QQ==QQ")]
    [InlineData("не база")]
    [InlineData("////")]
    [InlineData("_____w")]
    public void What_is_no_cursor_of_so_many_parts_is_null(string text) => Cursor.Read(text, parts: 2).Should().BeNull();

    [Theory]
    [InlineData("0", true)]
    [InlineData("-1", true)]
    [InlineData("1763806530123", true)]
    [InlineData("9223372036854775807", false)]
    [InlineData("-9223372036854775808", false)]
    [InlineData("", false)]
    [InlineData("1e3", false)]
    [InlineData("１", false)]
    public void A_cursors_time_is_a_time_or_null(string text, bool isTime) => Cursor.Time(text).HasValue.Should().Be(isTime);

    [Fact]
    public void A_number_reads_back()
    {
        NumberKey.Read(new NumberKey(42).ToString()).Should().Be(new NumberKey(42));
        NumberKey.In(null, first: 7).Should().Be(7);
        NumberKey.In(new NumberKey(42).ToString(), first: 7).Should().Be(42);
        NumberKey.Read(Cursor.Of("-1")).Should().BeNull();
        NumberKey.Read(Cursor.Of("99999999999999999999")).Should().BeNull();
    }
}
