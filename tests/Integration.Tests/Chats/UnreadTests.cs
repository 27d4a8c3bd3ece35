using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>Unread is arithmetic: whatever happens, on whichever device, the number is what a recount gives.</summary>
public sealed class UnreadTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private static readonly int Steps = Environment.GetEnvironmentVariable("FORUM_TESTS") == "full" ? 3_000 : 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task After_every_step_the_count_is_the_recount(int seed)
    {
        var random = new Random(seed);
        var people = await forum.SignUpAsync(4);
        var devices = await Task.WhenAll(people.Select(async person => new[] { person.Http, await person.ProgramAsync() }));
        var chat = await people[0].GroupWithAsync(people[1..]);
        var read = people.ToDictionary(person => person.Id, _ => 0L, StringComparer.Ordinal);
        List<Said> said = [];
        long lastSeq = 0;
        // The two who may block each other; who adds people to the group is neither.
        var pair = await people[2].ChatWithAsync(people[3]);
        var inPair = new int[4];
        var blocks = new bool[4];

        for (var step = 0; step < Steps; step++)
        {
            var who = random.Next(people.Length);
            var (me, door, isIn) = (people[who].Id, devices[who][random.Next(2)], read.ContainsKey(people[who].Id));
            switch (random.Next(13))
            {
                case 10 when who > 1:
                    blocks[who] = !blocks[who];
                    (await door.SendAsync(blocks[who] ? HttpMethod.Put : HttpMethod.Delete, $"/api/blocks/{people[5 - who].Id}")).ShouldBe(204);
                    break;
                case 11 when who > 1:
                    var isSaid = (await door.PostAsync($"/api/chats/{pair}/messages", new { clientMessageId = Guid.NewGuid(), content = $"{step}" })).Status == 201;
                    isSaid.Should().Be(!blocks[2] && !blocks[3], "step {0} with seed {1}", step, seed);
                    if (isSaid) (inPair[who], inPair[5 - who]) = (0, inPair[5 - who] + 1);
                    break;
                case 12 when who > 1:
                    (await door.PutAsync($"/api/chats/{pair}/read", new { seq = 1_000_000 })).ShouldBe(204);
                    inPair[who] = 0;
                    break;
                case < 5 when isIn:
                    var message = (await door.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content = $"{step}" })).ShouldBe(201).Json;
                    said.Add(new Said(message.Text("id"), lastSeq = message.Number("seq"), me));
                    read[me] = lastSeq;
                    break;
                case 5 when isIn && said.FindAll(one => one.Sender == me && !one.IsDeleted) is [var own, ..]:
                    (await door.PatchAsync($"/api/messages/{own.Id}", new { content = $"edited {step}" })).ShouldBe(200);
                    lastSeq++;
                    break;
                case 6 when isIn && said.FindAll(one => one.Sender == me && !one.IsDeleted) is [.., var own]:
                    (await door.DeleteAsync($"/api/messages/{own.Id}")).ShouldBe(204);
                    (own.IsDeleted, lastSeq) = (true, lastSeq + 1);
                    break;
                case 7 when isIn && who > 0:
                    (await door.DeleteAsync($"/api/chats/{chat}/members/me")).ShouldBe(204);
                    read.Remove(me);
                    lastSeq++;
                    break;
                case 7 or 8 when !isIn:
                    (await people[0].Http.PostAsync($"/api/chats/{chat}/members/{me}")).ShouldBe(200);
                    read[me] = ++lastSeq;
                    break;
                case 8 or 9 when isIn:
                    var upTo = random.NextInt64(lastSeq + 1);
                    (await door.PutAsync($"/api/chats/{chat}/read", new { seq = upTo })).ShouldBe(204);
                    read[me] = Math.Max(read[me], upTo);
                    break;
            }

            for (var i = 2; i < 4; i++)
            {
                (await devices[i][step % 2].GetAsync($"/api/chats/{pair}")).Json.Number("unreadCount").Should().Be(inPair[i], "step {0} with seed {1}", step, seed);
                (await devices[i][step % 2].GetAsync($"/api/roster?q={people[5 - i].Nickname}")).Json.Items().Single(item => item.Text("user", "id") == people[5 - i].Id)
                    .Number("unreadCount").Should().Be(inPair[i], "step {0} with seed {1}", step, seed);
            }
            for (var i = 0; i < people.Length; i++)
            {
                var id = people[i].Id;
                var shown = await devices[i][step % 2].GetAsync($"/api/chats/{chat}");
                if (!read.TryGetValue(id, out var readSeq)) shown.ShouldBe(404);
                else shown.ShouldBe(200).Json.Number("unreadCount").Should().Be(said.Count(one => one.Seq > readSeq && one.Sender != id && !one.IsDeleted), "step {0} with seed {1}", step, seed);
            }
        }
    }

    [Fact]
    public async Task It_is_exact_to_999_and_a_thousand_means_that_or_more()
    {
        var (ada, bob) = (await forum.SignUpAsync(), await forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await Task.WhenAll(Enumerable.Range(0, 999).Select(i => ada.SayAsync(chat, $"{i}")));
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(999);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => ada.SayAsync(chat, $"more {i}")));
        (await bob.Http.GetAsync($"/api/chats/{chat}")).Json.Number("unreadCount").Should().Be(1_000);
        (await bob.Http.GetAsync("/api/roster")).Json.Items()[0].Number("unreadCount").Should().Be(1_000);
    }

    private sealed class Said(string id, long seq, string sender)
    {
        public string Id => id;

        public long Seq => seq;

        public string Sender => sender;

        public bool IsDeleted { get; set; }
    }
}
