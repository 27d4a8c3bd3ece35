using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Network;

/// <summary>The judge of the bad lines is not blind.</summary>
public sealed class SightTests
{
    private readonly Sight _sight = new();

    [Fact]
    public void A_connection_that_skips_repeats_or_turns_round_is_found_out()
    {
        foreach (var (first, second) in new[] { (1, 3), (1, 1), (2, 1) })
        {
            var sight = new Sight();
            sight.Hear(Event(first));
            sight.Hear(Event(second));
            sight.Broken.Should().ContainSingle();
        }
    }

    [Fact]
    public void What_was_missed_between_two_connections_is_asked_for_and_is_no_fault()
    {
        _sight.Hear(Event(1)).Should().BeTrue();
        _sight.Anew();
        _sight.Hear(Event(4)).Should().BeFalse();
        for (var seq = 2; seq <= 4; seq++) _sight.Read(Event(seq));
        _sight.Hear(Event(5)).Should().BeTrue();
        _sight.Broken.Should().BeEmpty();
        _sight.Seen.Should().HaveCount(5);
    }

    [Fact]
    public void A_number_that_means_two_things_and_a_log_with_a_gap_are_found_out()
    {
        _sight.Hear(Event(1));
        _sight.Read(Event(1, "another text"));
        _sight.Read(Event(3));
        _sight.Broken.Should().HaveCount(2);
        _sight.Seen.Should().ContainSingle();
    }

    private static JsonElement Event(int seq, string content = "a text") =>
        JsonSerializer.SerializeToElement(new { type = "message.created", seq, data = new { clientMessageId = $"{seq}", content } });
}
