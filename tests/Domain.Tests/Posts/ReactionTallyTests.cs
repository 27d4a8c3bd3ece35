using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Domain.Tests.Posts;

public sealed class ReactionTallyTests
{
    private static readonly Emoji Thumb = Emoji.Parse("👍").Value;
    private static readonly Emoji Heart = Emoji.Parse("❤️").Value;

    [Fact]
    public void Counts_stay_in_the_order_the_emojis_first_came() =>
        ReactionTally.None.Plus(Thumb)!.Plus(Heart)!.Plus(Heart)!.Counts.Should().Equal(("👍", 1), ("❤️", 2));

    [Fact]
    public void What_is_stored_reads_back_the_same()
    {
        var tally = ReactionTally.None.Plus(Thumb)!.Plus(Heart)!.Plus(Thumb)!;

        ReactionTally.Stored(tally.Text).Should().Be(tally);
        tally.Total.Should().Be(3);
    }

    [Fact]
    public void The_last_one_taken_back_leaves_no_trace() => ReactionTally.None.Plus(Thumb)!.Minus(Thumb).Should().Be(ReactionTally.None);

    [Fact]
    public void Taking_back_what_is_not_there_changes_nothing() => ReactionTally.None.Plus(Thumb)!.Minus(Heart).Counts.Should().Equal(("👍", 1));

    [Fact]
    public void There_are_at_most_32_kinds_on_one_thing_and_those_can_still_grow()
    {
        var full = Enumerable.Range(0x1F600, ReactionTally.MaxKinds).Aggregate(ReactionTally.None, (tally, code) => tally.Plus(Emoji.Parse(char.ConvertFromUtf32(code)).Value)!);

        full.Plus(Thumb).Should().BeNull();
        full.Plus(Emoji.Parse(char.ConvertFromUtf32(0x1F600)).Value)!.Total.Should().Be(ReactionTally.MaxKinds + 1);
    }
}
