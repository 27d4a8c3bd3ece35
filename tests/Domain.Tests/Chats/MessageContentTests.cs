using RealTimeForum.Domain.Chats;

namespace RealTimeForum.Domain.Tests.Chats;

public sealed class MessageContentTests
{
    [Fact]
    public void A_message_says_something()
    {
        MessageContent.Parse("").Error.Should().Be(ChatErrors.ContentEmpty);
        MessageContent.Parse("\u200b\u3164").Error.Should().Be(ChatErrors.ContentEmpty);
        MessageContent.Parse(" \n").Error.Should().Be(ChatErrors.ContentEmpty);
        MessageContent.Parse("x").IsSuccess.Should().BeTrue();
    }

    [Fact]
    public void A_message_has_at_most_4000_units()
    {
        MessageContent.Parse(new string('x', 4_000)).IsSuccess.Should().BeTrue();
        MessageContent.Parse(new string('x', 4_001)).Error.Should().Be(ChatErrors.ContentTooLong);
    }

    [Fact]
    public void A_fingerprint_tells_chats_texts_and_answers_apart()
    {
        var (chat, text) = (ChatId.New(), MessageContent.Parse("x").Value);
        var first = MessageContent.Fingerprint(chat, text, null);

        MessageContent.Fingerprint(chat, MessageContent.Parse("x").Value, null).Should().Equal(first);
        MessageContent.Fingerprint(ChatId.New(), text, null).Should().NotEqual(first);
        MessageContent.Fingerprint(chat, MessageContent.Parse("y").Value, null).Should().NotEqual(first);
        MessageContent.Fingerprint(chat, text, 1).Should().NotEqual(first);
    }
}
