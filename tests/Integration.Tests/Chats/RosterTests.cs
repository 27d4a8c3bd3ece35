using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Chats;

/// <summary>Everyone I can talk to. Everybody of this forum is in the roster, so the class keeps to one cast.</summary>
public sealed class RosterTests(RosterTests.Cast cast) : IClassFixture<RosterTests.Cast>
{
    private static readonly string[] ByName = ["anna", "Anton", "zed", "Ёлка", "Жанна", "яков"];

    [Fact]
    public async Task By_name_it_is_alphabetical_in_every_script_and_without_regard_to_case() =>
        (await NamesAsync("order=name")).Should().Equal(ByName);

    [Fact]
    public async Task By_last_message_those_without_one_come_after_by_name() =>
        (await NamesAsync("order=recent")).Should().Equal("Жанна", "zed", "anna", "Anton", "Ёлка", "яков");

    [Fact]
    public async Task The_last_message_comes_first_unless_asked_otherwise() => (await NamesAsync("")).Should().Equal(await NamesAsync("order=recent"));

    [Theory]
    [InlineData("name")]
    [InlineData("recent")]
    public async Task Page_after_page_everyone_comes_once(string order)
    {
        List<string> names = [];
        string? cursor = null;
        do
        {
            var page = (await cast.Me.Http.GetAsync($"/api/roster?order={order}&limit=1{(cursor is null ? "" : $"&cursor={cursor}")}")).ShouldBe(200).Json;
            names.AddRange(page.Items().Select(item => item.Text("user", "nickname")));
            cursor = page.Has("next") ? page.Text("next") : null;
        }
        while (cursor is not null);
        names.Should().Equal(await NamesAsync($"order={order}"));
    }

    [Fact]
    public async Task A_part_of_the_name_finds_people()
    {
        (await NamesAsync("order=name&q=AN")).Should().Equal("anna", "Anton");
        (await NamesAsync("order=name&q=%D0%96%D0%B0")).Should().Equal("Жанна");
        (await NamesAsync("q=nobody")).Should().BeEmpty();
        (await NamesAsync("q=%25")).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_online_is_told_apart()
    {
        (await NamesAsync("order=name&online=true")).Should().Equal("Ёлка");
        (await NamesAsync("order=name&online=false")).Should().Equal(ByName.Where(name => name != "Ёлка"));
        var items = (await cast.Me.Http.GetAsync("/api/roster?order=name")).Json.Items();
        items.Where(item => item.Flag("isOnline")).Select(item => item.Text("user", "nickname")).Should().Equal("Ёлка");
    }

    [Fact]
    public async Task It_shows_the_last_message_and_what_is_unread()
    {
        var items = (await cast.Me.Http.GetAsync("/api/roster")).Json.Items();
        var zhanna = items.Single(item => item.Text("user", "nickname") == "Жанна");
        (zhanna.Text("lastMessage", "excerpt"), zhanna.Number("unreadCount")).Should().Be(("second", 2));
        zhanna.Has("chatId").Should().BeTrue();
        var anna = items.Single(item => item.Text("user", "nickname") == "anna");
        (anna.Has("lastMessage"), anna.Has("chatId"), anna.Number("unreadCount")).Should().Be((false, false, 0));
    }

    [Fact]
    public async Task Groups_stand_in_the_same_list_where_they_are_asked_for()
    {
        (await AllAsync("order=recent")).Should().Equal("Жанна", "zed", "Books", "Ёжики", "anna", "Anton", "Ёлка", "яков");
        (await AllAsync("order=name")).Should().Equal("anna", "Anton", "Books", "zed", "Ёжики", "Ёлка", "Жанна", "яков");
        (await AllAsync("order=name&q=%D1%91")).Should().Equal("Ёжики", "Ёлка");
        (await AllAsync("order=name&online=true")).Should().Equal("Ёлка");
        var group = (await cast.Me.Http.GetAsync("/api/roster?groups=true&q=book")).Json.Items().Single();
        (group.Has("user"), group.Text("group", "name"), group.Number("group", "memberCount"), group.Has("chatId")).Should().Be((false, "Books", 1, true));
        (await cast.Me.Http.GetAsync("/api/roster")).Json.Items().Should().OnlyContain(item => item.Has("user"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("recent")]
    public async Task Page_after_page_people_and_groups_come_once(string order)
    {
        foreach (var limit in new[] { 1, 2, 3 })
        {
            List<string> names = [];
            string? cursor = null;
            do
            {
                var page = (await cast.Me.Http.GetAsync($"/api/roster?groups=true&order={order}&limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}")).ShouldBe(200).Json;
                names.AddRange(page.Items().Select(NameOf));
                cursor = page.Has("next") ? page.Text("next") : null;
            }
            while (cursor is not null);
            names.Should().Equal(await AllAsync($"order={order}"));
        }
    }

    [Theory]
    [InlineData("order=age", "order")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("limit=0", "limit")]
    [InlineData("online=maybe", "online")]
    public async Task A_wrong_question_is_refused_with_its_field(string query, string field) =>
        (await cast.Me.Http.GetAsync($"/api/roster?{query}")).ShouldBeProblem(400, "request.invalid", field);

    private async Task<IEnumerable<string>> NamesAsync(string query) =>
        (await cast.Me.Http.GetAsync($"/api/roster?{query}")).ShouldBe(200).Json.Items().Select(item => item.Text("user", "nickname"));

    private async Task<IEnumerable<string>> AllAsync(string query) => (await cast.Me.Http.GetAsync($"/api/roster?groups=true&{query}")).ShouldBe(200).Json.Items().Select(NameOf);

    private static string NameOf(System.Text.Json.JsonElement item) => item.Has("group") ? item.Text("group", "name") : item.Text("user", "nickname");

    public sealed class Cast : IAsyncLifetime
    {
        private readonly ForumApp _forum = new();
        private Socket? _online;

        public Person Me { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await _forum.InitializeAsync();
            Me = await _forum.SignUpAsync("myself");
            var people = new Dictionary<string, Person>(StringComparer.Ordinal);
            foreach (var name in new[] { "zed", "яков", "Жанна", "anna", "Ёлка", "Anton" }) people.Add(name, await _forum.SignUpAsync(name));
            foreach (var name in new[] { "Ёжики", "Books" })
            {
                (await Me.Http.PostAsync("/api/chats", new { name })).ShouldBe(201);
                await Task.Delay(5);
            }
            var withZed = await Me.ChatWithAsync(people["zed"]);
            var withZhanna = await Me.ChatWithAsync(people["Жанна"]);
            await people["Жанна"].SayAsync(withZhanna, "first");
            await Task.Delay(5);
            await Me.SayAsync(withZed, "hello");
            await Task.Delay(5);
            await people["Жанна"].SayAsync(withZhanna, "second");
            _online = await people["Ёлка"].ConnectAsync();
        }

        public async Task DisposeAsync()
        {
            if (_online is not null) await _online.DisposeAsync();
            await _forum.DisposeAsync();
        }
    }
}
