using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Tests.Common;

public sealed class MentionTests
{
    [Theory]
    [InlineData("hello @Ann!", "ann")]
    [InlineData("@Анна, привет", "анна")]
    [InlineData("(@bob.)", "bob.", "bob")]
    [InlineData("@a.b-c_d", "a.b-c_d")]
    [InlineData("ann@example.org")]
    [InlineData("https://example.org/@ann")]
    [InlineData("@@ann")]
    [InlineData("@ab")]
    [InlineData("nobody")]
    public void A_name_after_an_at_sign_is_a_mention_and_an_address_is_none(string text, params string[] keys) =>
        Mentions.KeysIn(text).Should().BeEquivalentTo(keys);

    [Fact]
    public void At_most_twenty_names_of_a_text_count() =>
        Mentions.KeysIn(string.Join(' ', Enumerable.Range(100, 50).Select(i => $"@name{i}"))).Should().HaveCount(Mentions.Most);
}
