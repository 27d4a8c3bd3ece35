using RealTimeForum.Domain.Chats;

namespace RealTimeForum.Domain.Tests.Chats;

public sealed class EmojiTests
{
    [Theory]
    [InlineData("👍")]
    [InlineData("👍🏽")]
    [InlineData("❤️")]
    [InlineData("❤")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🇷🇺")]
    [InlineData("1️⃣")]
    [InlineData("#️⃣")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("‼️")]
    [InlineData("↔️")]
    [InlineData("©️")]
    [InlineData("🙂‍↔️")]
    public void One_picture_is_an_emoji(string text) => Emoji.Parse(text).Value.Value.Should().Be(text);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("1\ufe0f")]
    [InlineData("a\ufe0f")]
    [InlineData("a\u20e3")]
    [InlineData("\u20e3")]
    [InlineData("\u200d")]
    [InlineData("👍👍")]
    [InlineData("👍a")]
    [InlineData("👍\u0301\u0301\u0301")]
    [InlineData("+")]
    [InlineData("<")]
    [InlineData("👍\n")]
    public void Nothing_else_is(string text) => Emoji.Parse(text).Error.Should().Be(ChatErrors.NotAnEmoji);
}
