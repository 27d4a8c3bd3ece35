using System.Text.Json;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>A running forum as its users see it: an address.</summary>
public abstract class Forum
{
    private int _people;

    public abstract Uri Address { get; }

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public Door Visitor() => new(this);

    /// <summary>Somebody new, signed in. Without a nickname, one that nobody has.</summary>
    public async Task<Person> SignUpAsync(string? nickname = null)
    {
        var door = Visitor();
        nickname ??= $"person{Interlocked.Increment(ref _people)}";
        var answer = await door.PostAsync("/api/accounts", SignUpBody(nickname));
        answer.ShouldBe(201);
        return new Person(this, door, answer.Json);
    }

    public async Task<Person[]> SignUpAsync(int people)
    {
        var made = new Person[people];
        for (var i = 0; i < people; i++) made[i] = await SignUpAsync();
        return made;
    }

    public static Dictionary<string, object?> SignUpBody(string nickname) => new(StringComparer.Ordinal)
    {
        ["nickname"] = nickname,
        ["email"] = $"{Guid.NewGuid():N}@example.org",
        ["password"] = Person.Password,
        ["firstName"] = "First",
        ["lastName"] = "Last",
        ["age"] = 30,
        ["gender"] = "other",
    };
}

/// <summary>Somebody with an account and a browser that is signed in.</summary>
public sealed class Person(Forum forum, Door door, JsonElement me)
{
    public const string Password = "a long enough secret 7";

    public Forum Forum => forum;

    public Door Http => door;

    public string Id { get; } = me.Text("id");

    public string Nickname { get; } = me.Text("nickname");

    public string Email { get; } = me.Text("email");

    public async Task<Door> SignInAgainAsync()
    {
        var other = forum.Visitor();
        (await other.PostAsync("/api/session", new { login = Nickname, password = Password })).ShouldBe(200);
        return other;
    }

    /// <summary>A browser's connection: with the cookie and the site's own Origin.</summary>
    public Task<Socket> ConnectAsync(bool reads = true) => Socket.OpenAsync(forum, cookie: door.SessionCookie, origin: forum.Origin, reads: reads);

    /// <summary>The id of the private chat with somebody.</summary>
    public async Task<string> ChatWithAsync(Person other)
    {
        var answer = await door.PostAsync("/api/chats", new { userId = other.Id });
        answer.Status.Should().BeOneOf([200, 201], "the answer was {0}", answer.Body);
        return answer.Json.Text("id");
    }

    /// <summary>The id of a new group that I own.</summary>
    public async Task<string> GroupWithAsync(params Person[] others) =>
        (await door.PostAsync("/api/chats", new { name = "A group", memberIds = others.Select(other => other.Id) })).ShouldBe(201).Json.Text("id");

    /// <summary>The message as it was answered.</summary>
    public async Task<JsonElement> SayAsync(string chat, string content) =>
        (await door.PostAsync($"/api/chats/{chat}/messages", new { clientMessageId = Guid.NewGuid(), content })).ShouldBe(201).Json;

    public async Task<string> MakeTokenAsync() => (await door.PostAsync("/api/tokens", new { name = "a script" })).ShouldBe(201).Json.Text("token");

    public async Task<Door> ProgramAsync() => new(forum, await MakeTokenAsync());
}
