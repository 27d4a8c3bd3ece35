using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Domain.Tests.Posts;

public sealed class PostTitleTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("йцу")]
    [InlineData("👍👍")]
    public void Three_units_are_enough(string text) => PostTitle.Parse(text).Value.Value.Should().Be(text);

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("👍")]
    [InlineData("\u200b\u200b\u200b")]
    [InlineData("\u3164\u3164\u3164")]
    [InlineData("\u2800\u2800\u2800\u2800")]
    public void A_title_is_long_enough_and_can_be_seen(string text) => PostTitle.Parse(text).Error.Should().Be(PostErrors.TitleLength);

    [Fact]
    public void Two_hundred_units_are_the_most()
    {
        PostTitle.Parse(new string('x', 200)).IsSuccess.Should().BeTrue();
        PostTitle.Parse(new string('x', 201)).IsSuccess.Should().BeFalse();
    }
}
