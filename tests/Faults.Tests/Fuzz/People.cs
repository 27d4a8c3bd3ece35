using System.Collections.Concurrent;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>Those whom inputs come from: a visitor, clients, a moderator and an administrator. What the inputs took from them is given back.</summary>
public sealed class People(ForumProcess forum, Known known)
{
    private static readonly string[] Roles = ["client", "client", "client", "client", "moderator", "admin"];

    private readonly ConcurrentDictionary<int, (Person Person, Sender Sender)> _people = [];
    private Person? _keeper;

    public async Task GatherAsync()
    {
        await Limits.UntilAsync(() => Task.FromResult(forum.Output.Contains("?setup=", StringComparison.Ordinal)), "the link");
        var door = forum.Visitor();
        var body = new Dictionary<string, object?>(Forum.SignUpBody("keeper"), StringComparer.Ordinal) { ["setupToken"] = forum.Output.Split("setup=")[1][..43] };
        _keeper = new Person(forum, door, (await door.PostAsync("/api/accounts", body)).ShouldBe(201).Json);
        await RestoreAsync();
        var (first, second) = (_people[0].Person, _people[1].Person);
        foreach (var category in (await first.Http.GetAsync("/api/categories")).Json.Items()) known.Add("categories", category.Text("id"));
        var post = (await first.Http.PostAsync("/api/posts", new { title = "A post", content = "What it says", categoryId = known.Any("categories", new Random(1)) })).ShouldBe(201).Json.Text("id");
        known.Add("posts", post);
        known.Add("comments", (await second.Http.PostAsync($"/api/posts/{post}/comments", new { content = "An answer" })).ShouldBe(201).Json.Text("id"));
        foreach (var chat in new[] { await first.ChatWithAsync(second), await first.GroupWithAsync([.. _people.Values.Skip(1).Select(one => one.Person)]) })
        {
            known.Add("chats", chat);
            known.Add("messages", (await first.SayAsync(chat, "A message")).Text("id"));
        }
    }

    /// <summary>Nobody, somebody by a token, or somebody by a cookie.</summary>
    public Sender Any(Random random)
    {
        if (random.Next(10) == 0) return new Sender(null, null);
        var sender = _people[random.Next(Roles.Length)].Sender;
        return random.Next(4) == 0 ? sender with { Bearer = null } : sender with { Cookie = null };
    }

    public string Token(Random random) => _people[random.Next(Roles.Length)].Sender.Bearer!;

    /// <summary>Inputs sign people out, suspend, demote and erase them, and change the settings.</summary>
    public async Task RestoreAsync()
    {
        (await _keeper!.Http.PatchAsync("/api/admin/settings", new { name = "Forum", publicReading = true, admission = "open" })).ShouldBe(200);
        for (var i = 0; i < Roles.Length; i++)
        {
            if (_people.TryGetValue(i, out var there))
            {
                await _keeper.Http.DeleteAsync($"/api/users/{there.Person.Id}/suspension");
                var byCookie = await there.Person.Http.GetAsync("/api/me");
                using var program = new Door(forum, there.Sender.Bearer);
                if (byCookie.Status == 200 && byCookie.Json.Text("role") == Roles[i] && (await program.GetAsync("/api/me")).Status == 200) continue;
            }
            var person = await forum.SignUpAsync();
            if (Roles[i] != "client") (await _keeper.Http.PutAsync($"/api/users/{person.Id}/role", new { role = Roles[i] })).ShouldBe(204);
            _people[i] = (person, new Sender(await person.MakeTokenAsync(), person.Http.SessionCookie));
            known.Add("users", person.Id);
            known.Add("nicknames", person.Nickname);
            if (known.Any("chats", new Random(i)) is { } chat) await _people[0].Person.Http.PostAsync($"/api/chats/{chat}/members/{person.Id}");
        }
    }
}
