using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Ws;

/// <summary>Hints don't multiply: marks and presence cost what the protocol promises, however many people there are.</summary>
public sealed class HintTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private const int People = 200;

    [Fact]
    public async Task In_a_large_group_marks_leave_together_once_a_second()
    {
        var people = await forum.SignUpAsync(People);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var watcher = await people[0].ConnectAsync();
        var programs = new List<Socket>();
        foreach (var person in people[1..]) programs.Add(await person.ConnectAsync());
        var began = DateTime.UtcNow;

        for (var message = 1; message <= 10; message++)
        {
            await watcher.AskAsync("message.send", new { chatId = chat, clientMessageId = Guid.NewGuid(), content = $"{message}" });
            await Task.WhenAll(programs.Select(program => Task.WhenAll(
                program.AskAsync("chat.delivered", new { chatId = chat, seq = message }), program.AskAsync("chat.read", new { chatId = chat, seq = message }))));
        }
        await Limits.UntilAsync(() => Task.FromResult(Receipts(watcher).SelectMany(frame => frame.At("data").Items("marks")).Count(mark => mark.Number("readSeq") == 10) == People - 1), "everybody's last mark");

        var seconds = (DateTime.UtcNow - began).TotalSeconds;
        watcher.Frames.Should().NotContain(frame => frame.Text("type") == "receipt.changed", "a large group is told of marks together");
        Receipts(watcher).Count.Should().BeLessThanOrEqualTo((int)seconds + 2, "at most once a second");
        var last = (await people[0].Http.GetAsync($"/api/chats/{chat}/messages?limit=1")).Json.Items()[0];
        (last.Flag("isRead"), last.Number("readCount")).Should().Be((true, People - 1));
        await watcher.DisposeAsync();
        foreach (var program in programs) await program.DisposeAsync();
    }

    [Fact]
    public async Task Many_marks_of_one_member_are_answered_by_one_write()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        for (var i = 0; i < 40; i++) await ada.SayAsync(chat, $"{i}");
        await using var sender = await ada.ConnectAsync();
        await using var reader = await bob.ConnectAsync();

        await Task.WhenAll(Enumerable.Range(1, 30).Select(seq => reader.AskAsync("chat.read", new { chatId = chat, seq })));

        await sender.NextAsync(frame => frame.Text("type") == "receipt.changed" && frame.Number("data", "readSeq") == 30);
        sender.Frames.Count(frame => frame.Text("type") == "receipt.changed").Should().BeLessThan(15, "marks on the way together leave as the newest");
    }

    [Fact]
    public void More_than_a_hundred_changes_of_presence_in_a_second_are_one_reset()
    {
        var board = new PresenceBoard();
        var now = DateTimeOffset.UnixEpoch;
        var told = Enumerable.Range(0, 150).Select(_ => board.Arrived(UserId.New(), isAway: false, now)).ToList();

        told.Count(frame => frame is not null).Should().Be(PresenceBoard.MaxFramesPerSecond);
        board.EndSecond(gone: 0).Should().BeTrue();
        board.EndSecond(gone: 0).Should().BeFalse("the second is over");
        board.Online.Should().HaveCount(150);
    }

    [Fact]
    public void While_a_crowd_comes_nobody_is_told_of_each()
    {
        var board = new PresenceBoard();
        bool IsTold() => board.Arrived(UserId.New(), isAway: false, DateTimeOffset.UnixEpoch) is not null;
        for (var i = 0; i < 150; i++) IsTold();
        board.EndSecond(gone: 0).Should().BeTrue();

        IsTold().Should().BeFalse("the second before was full");
        board.EndSecond(gone: 0).Should().BeTrue("somebody came of whom nobody was told");
        IsTold().Should().BeTrue();
        board.EndSecond(gone: 0).Should().BeFalse();
    }

    private static List<System.Text.Json.JsonElement> Receipts(Socket socket) => [.. socket.Frames.Where(frame => frame.Text("type") == "receipts.changed")];
}
