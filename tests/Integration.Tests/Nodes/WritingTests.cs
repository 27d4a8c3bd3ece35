using System.Collections.Concurrent;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Nodes;

/// <summary>Two nodes write at once: every rule holds as if there were one writer.</summary>
public sealed class WritingTests(PairOfNodes nodes) : IClassFixture<PairOfNodes>
{
    [Fact]
    public async Task A_chat_counts_without_gaps_whoever_writes_where()
    {
        var people = await nodes.One.SignUpAsync(4);
        var chat = await people[0].GroupWithAsync(people[1..]);
        var writers = new List<Person>();
        foreach (var person in people) writers.AddRange([person, await nodes.Other.WelcomeAsync(person)]);
        var answers = new ConcurrentDictionary<Guid, ConcurrentBag<(string Id, long Seq)>>();

        await Task.WhenAll(writers.Select(async (writer, index) =>
        {
            for (var i = 0; i < 25; i++)
            {
                // Every message goes to both nodes at once.
                var body = new { clientMessageId = Guid.NewGuid(), content = $"{index}:{i}" };
                var twin = writers[index ^ 1];
                foreach (var answer in await Task.WhenAll(new[] { writer, twin }.Select(door => door.Http.PostAsync($"/api/chats/{chat}/messages", body))))
                {
                    answer.Status.Should().BeOneOf([200, 201], "the answer was {0}", answer.Body);
                    answers.GetOrAdd(body.clientMessageId, _ => []).Add((answer.Json.Text("id"), answer.Json.Number("seq")));
                }
            }
        }));

        answers.Values.Should().OnlyContain(bag => bag.Count == 2 && bag.Distinct().Count() == 1, "a resend answers the first message");
        answers.Values.Select(bag => bag.First().Seq).Order().Should().Equal(Enumerable.Range(1, 200).Select(i => (long)i));
        foreach (var reader in writers[..2])
        {
            (await reader.Http.GetAsync($"/api/chats/{chat}")).Json.Number("lastSeq").Should().Be(200);
            (await reader.Http.GetAsync($"/api/chats/{chat}/messages?after=100&limit=100")).Json.Items().Select(message => message.Number("seq")).Should().Equal(Enumerable.Range(101, 100).Select(i => (long)i));
        }
    }

    [Fact]
    public async Task A_post_counts_every_comment()
    {
        var (ada, bob) = (await nodes.One.SignUpAsync(), await nodes.Other.SignUpAsync("commenter"));
        var post = await nodes.One.PostAsync(ada);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? ada : bob).Http.PostAsync($"/api/posts/{post}/comments", new { content = $"comment {i}" })));
        answers.Should().OnlyContain(answer => answer.Status == 201);
        var reactions = await Task.WhenAll(new[] { ada, bob }.Select(person => person.Http.PutAsync($"/api/posts/{post}/reactions/👍")));
        reactions.Should().OnlyContain(answer => answer.Status == 200);

        await Limits.UntilAsync(async () => (await bob.Http.GetAsync($"/api/posts/{post}")).Json is var seen && seen.Number("commentCount") == 60 && seen.Items("reactions")[0].Number("count") == 2, "all of them on the other node");
    }

    [Fact]
    public async Task A_name_goes_to_one_of_two_who_want_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var body = Forum.SignUpBody($"wanted{round}");
            var answers = await Task.WhenAll(new[] { nodes.One, nodes.Other }.Select(node => node.Visitor().PostAsync("/api/accounts", new Dictionary<string, object?>(body, StringComparer.Ordinal) { ["email"] = $"{Guid.NewGuid():N}@example.org" })));
            answers.Select(answer => answer.Status).Order().Should().Equal([201, 409], "the answers were {0}", string.Join(" ", answers.Select(answer => answer.Body)));
        }
    }

    [Fact]
    public async Task Two_people_who_write_to_each_other_first_share_one_chat()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ada, bob) = (await nodes.One.SignUpAsync($"first{round}"), await nodes.Other.SignUpAsync($"second{round}"));
            (await Task.WhenAll(ada.ChatWithAsync(bob), bob.ChatWithAsync(ada))).Distinct().Should().ContainSingle();
        }
    }

    [Fact]
    public async Task One_of_two_last_administrators_stays()
    {
        var (admin, deputy) = (await nodes.One.AdminAsync(), await nodes.Other.SignUpAsync("deputy"));
        var me = (await admin.GetAsync("/api/me")).Json.Text("id");
        (await admin.PutAsync($"/api/users/{deputy.Id}/role", new { role = "admin" })).ShouldBe(204);
        var again = await nodes.Other.WelcomeAsync(deputy);
        var answers = await Task.WhenAll(admin.PutAsync($"/api/users/{me}/role", new { role = "client" }), again.Http.PutAsync($"/api/users/{deputy.Id}/role", new { role = "client" }));
        answers.Select(answer => answer.Status).Order().Should().Equal([204, 409], "the answers were {0}", string.Join(" ", answers.Select(answer => answer.Body)));
    }
}
