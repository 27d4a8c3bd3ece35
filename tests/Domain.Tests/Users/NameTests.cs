using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Tests.Users;

public sealed class NameTests
{
    [Theory]
    [InlineData("ann")]
    [InlineData("Анна_2")]
    [InlineData("ελένη")]
    [InlineData("محمد")]
    [InlineData("a.b-c")]
    [InlineData("हिन्दी")]
    public void Letters_of_every_script_make_a_nickname(string text) => Nickname.Parse(text).IsSuccess.Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("a b c")]
    [InlineData("a<b>c")]
    [InlineData("a@b.c")]
    [InlineData("a/b/c")]
    [InlineData("ab\u200bc")]
    [InlineData("ab\u202ec")]
    [InlineData("ab😀")]
    [InlineData("ann\u3164")]
    [InlineData("ann\ufe0f")]
    [InlineData("\u0301\u0301\u0301")]
    [InlineData("abc\n")]
    public void What_could_be_taken_for_something_else_does_not(string text) => Nickname.Parse(text).IsSuccess.Should().BeFalse();

    [Fact]
    public void A_nickname_has_at_most_32_characters()
    {
        Nickname.Parse(new string('a', 32)).IsSuccess.Should().BeTrue();
        Nickname.Parse(new string('a', 33)).Error.Should().Be(UserErrors.NicknameLength);
    }

    [Theory]
    [InlineData("Ann", "aNN")]
    [InlineData("АННА", "анна")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυφος")]
    [InlineData("ＡＮＮ", "ann")]
    [InlineData("ﬁfi", "FIfi")]
    public void Names_that_look_alike_are_one_name(string one, string other) => Nickname.Parse(one).Value.Key.Should().Be(Nickname.Parse(other).Value.Key);

    [Fact]
    public void Names_sort_as_people_sort_them() =>
        new[] { "Zoe", "ann", "Bob", "яна", "Анна" }.OrderBy(name => Nickname.Parse(name).Value.Order, StringComparer.Ordinal)
            .Should().Equal("ann", "Bob", "Zoe", "Анна", "яна");

    [Theory]
    [InlineData("a@b.co")]
    [InlineData("first.last+tag@sub.example.org")]
    [InlineData("почта@пример.рф")]
    public void What_mail_can_be_sent_to_is_an_address(string text) => EmailAddress.Parse(text).Value.Value.Should().Be(text);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a@b")]
    [InlineData("@b.co")]
    [InlineData("a@b@c.co")]
    [InlineData("a b@c.co")]
    [InlineData("a@.co")]
    [InlineData("a@b..co")]
    [InlineData("a@-b.co")]
    [InlineData("a@b.co\r\nBcc: x@y.zz")]
    [InlineData("<a@b.co>")]
    public void What_it_cannot_be_sent_to_is_none(string text) => EmailAddress.Parse(text).Error.Should().Be(UserErrors.EmailForm);

    [Fact]
    public void Addresses_are_compared_without_regard_to_case() => EmailAddress.Parse("A@B.co").Value.Key.Should().Be(EmailAddress.Parse("a@b.CO").Value.Key);
}
