using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>What is kept for readers is what the rows say, whatever happens.</summary>
[Trait("Database", "Sqlite")]
public sealed class SharedReadsTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private static readonly int Steps = Environment.GetEnvironmentVariable("FORUM_TESTS") == "full" ? 2_000 : 150;

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task After_every_step_what_is_kept_is_what_would_be_made_anew(int seed)
    {
        var random = new Random(seed);
        var people = await forum.SignUpAsync(4);
        string[] chats = [await people[0].GroupWithAsync(people[1..]), await people[0].ChatWithAsync(people[1]), await people[2].ChatWithAsync(people[3])];
        var messages = new List<(Person Sender, string Id)>();
        var (freshness, known) = (forum.Services.GetRequiredService<Freshness>(), forum.Services.GetRequiredService<KnownChats>());

        for (var step = 0; step < Steps; step++)
        {
            var (who, chat) = (people[random.Next(people.Length)], chats[random.Next(chats.Length)]);
            var reader = people[random.Next(people.Length)];
            foreach (var path in Paths(chats)) await reader.Http.GetAsync(path);
            switch (random.Next(12))
            {
                case < 4:
                    var sent = await who.Http.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = $"{step} @{people[0].Nickname}" });
                    if (sent.Status == 201) messages.Add((who, sent.Json.Text("id")));
                    break;
                case 4:
                    await who.Http.PutAsync($"/api/chats/{chat}/read", new { seq = random.Next(step + 1) });
                    break;
                case 5:
                    await who.Http.PutAsync($"/api/chats/{chat}/delivered", new { seq = random.Next(step + 1) });
                    break;
                case 6 when messages.Count > 0:
                    var (sender, id) = messages[random.Next(messages.Count)];
                    await sender.Http.PatchAsync($"/api/messages/{id}", new { content = $"edited {step}" });
                    break;
                case 7 when messages.Count > 0:
                    (sender, id) = messages[random.Next(messages.Count)];
                    await sender.Http.DeleteAsync($"/api/messages/{id}");
                    break;
                case 8:
                    await people[0].Http.PatchAsync($"/api/chats/{chats[0]}", new { name = $"Name {step}" });
                    break;
                case 9:
                    var member = people[1 + random.Next(3)];
                    var isGone = (await member.Http.DeleteAsync($"/api/chats/{chats[0]}/members/me")).Status == 404;
                    if (isGone) (await people[0].Http.PostAsync($"/api/chats/{chats[0]}/members/{member.Id}")).ShouldBe(200);
                    break;
                case 10:
                    await who.Http.PutAsync($"/api/chats/{chat}/notifications", new { level = random.Next(2) == 0 ? "all" : "mentions" });
                    break;
                case 11:
                    await people[2].Http.SendAsync(random.Next(2) == 0 ? HttpMethod.Put : HttpMethod.Delete, $"/api/blocks/{people[3].Id}");
                    break;
            }
            foreach (var id in chats) await ShouldBeAsTheRowsAsync(ChatId.From(Guid.Parse(id)), step, seed);
            foreach (var path in Paths(chats))
            {
                var kept = await reader.Http.GetAsync(path);
                if (kept.Status != 200) continue;
                freshness.AnyChatChanged();
                known.Clear();
                (await reader.Http.GetAsync(path)).Body.Should().Be(kept.Body, "step {0} with seed {1}", step, seed);
            }
        }
    }

    [Fact]
    public async Task Another_name_is_another_answer()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await bob.SayAsync(chat, "here");
        (await ada.Http.GetAsync("/api/chats")).ShouldBe(200).Body.Should().Contain(bob.Nickname);
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Body.Should().Contain(bob.Nickname);

        (await bob.Http.DeleteAsync("/api/me", new { password = Person.Password })).ShouldBe(204);
        (await ada.Http.GetAsync("/api/chats")).ShouldBe(200).Body.Should().NotContain(bob.Nickname);
        (await ada.Http.GetAsync($"/api/chats/{chat}/messages")).ShouldBe(200).Body.Should().NotContain(bob.Nickname);
    }

    private static string[] Paths(string[] chats) => ["/api/chats", "/api/roster?groups=true", $"/api/chats/{chats[0]}/events?after=0", $"/api/chats/{chats[0]}/messages"];

    private async Task ShouldBeAsTheRowsAsync(ChatId id, int step, int seed)
    {
        var pool = forum.Services.GetRequiredService<ReadPool>();
        var known = (await forum.Services.GetRequiredService<KnownChats>().FindAsync(id))!;
        var db = pool.Rent();
        try
        {
            var read = (await KnownChats.ReadAsync(db, id, CancellationToken.None))!;
            (known.Chat.LastSeq, known.Chat.LastMessageSeq, known.Chat.Name, known.Chat.MemberCount).Should()
                .Be((read.Chat.LastSeq, read.Chat.LastMessageSeq, read.Chat.Name, read.Chat.MemberCount), "step {0} with seed {1}", step, seed);
            known.Members.Select(Marks).Should().Equal(read.Members.Select(Marks), "step {0} with seed {1}", step, seed);
        }
        finally
        {
            pool.Return(db);
        }
    }

    private static (string, long, long, long, long, bool) Marks(Application.Ports.MemberRow row) =>
        (row.Nickname.Value, row.Member.DeliveredSeq, row.Member.ReadSeq, row.Member.ShownDeliveredSeq, row.Member.ShownReadSeq, row.Member.HidesReads);
}
