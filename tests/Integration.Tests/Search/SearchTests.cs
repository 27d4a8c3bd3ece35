using System.Text.Json;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Search;

public sealed class SearchTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    [Theory]
    [InlineData("субботу", "Приедем в суббота утром")]
    [InlineData("суббота", "Ждём вас субботами")]
    [InlineData("run", "She was running away")]
    [InlineData("елка", "Наряжаем ёлку")]
    [InlineData("ЁЛКИ", "наряжаем елку")]
    [InlineData("cafe", "The Café is open")]
    [InlineData("рождест", "Скоро рождество")]
    [InlineData("\"open sea\"", "Out on the open sea")]
    [InlineData("«открытое море»", "Это открытое море")]
    [InlineData("c++", "Learning c today")]
    [InlineData("\"the sea\" moon", "The moon and the sea")]
    [InlineData("beg* night", "The beginning of the night")]
    public async Task Words_are_found_in_their_forms(string typed, string text)
    {
        var (ada, word) = (await forum.SignUpAsync(), Word());
        var post = await forum.PostAsync(ada, content: $"{text} {word}");
        var hits = await AskAsync(ada.Http, $"{word} {typed}");
        hits.Select(hit => hit.Text("id")).Should().Equal(post);
    }

    [Theory]
    [InlineData("\"running\"", "She can run")]
    [InlineData("\"sea open\"", "Out on the open sea")]
    [InlineData("sea -open", "Out on the open sea")]
    [InlineData("sea -\"open sea\"", "Out on the open sea")]
    [InlineData("sea moon", "Out on the open sea")]
    public async Task What_was_not_asked_for_is_not_found(string typed, string text)
    {
        var (ada, word) = (await forum.SignUpAsync(), Word());
        await forum.PostAsync(ada, content: $"{text} {word}");
        (await AskAsync(ada.Http, $"{word} {typed}")).Should().BeEmpty();
        (await AskAsync(ada.Http, word)).Should().HaveCount(1);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("-")]
    [InlineData("*")]
    [InlineData("NOT")]
    [InlineData("a AND")]
    [InlineData("foo:bar")]
    [InlineData("words : x")]
    [InlineData("NEAR(a b)")]
    [InlineData("{words stems} : (")]
    [InlineData("'; DROP TABLE posts; --")]
    [InlineData("^ + - ( ) [ ] \\ % _")]
    [InlineData("-\"")]
    [InlineData("-only -excluded")]
    [InlineData("😀 𝒳𝒴 \u0301")]
    public async Task No_text_is_a_mistake(string typed)
    {
        (await forum.Visitor().GetAsync($"/api/search?q={Uri.EscapeDataString(typed)}")).ShouldBe(200);
        (await (await forum.SignUpAsync()).Http.GetAsync($"/api/search?in=messages&q={Uri.EscapeDataString(typed)}")).ShouldBe(200);
    }

    [Fact]
    public async Task A_wrong_question_is_refused()
    {
        var visitor = forum.Visitor();
        (await visitor.GetAsync("/api/search")).ShouldBeProblem(400, "request.invalid", "q");
        (await visitor.GetAsync($"/api/search?q={new string('x', 201)}")).ShouldBeProblem(400, "request.invalid", "q");
        (await visitor.GetAsync("/api/search?q=x&in=people")).ShouldBeProblem(400, "request.invalid", "in");
        (await visitor.GetAsync("/api/search?q=x&cursor=nonsense")).ShouldBeProblem(400, "request.invalid", "cursor");
        (await visitor.GetAsync("/api/search?q=x&author=nobody.at.all")).ShouldBe(404);
        (await visitor.GetAsync("/api/search?q=x&category=nowhere")).ShouldBe(404);
        (await visitor.GetAsync("/api/search?q=x&in=messages")).ShouldBeProblem(401, "auth.required");
    }

    [Fact]
    public async Task A_snippet_marks_the_words_and_escapes_the_rest()
    {
        var (ada, word) = (await forum.SignUpAsync(), Word());
        var post = await forum.PostAsync(ada, "A title", $"{new string('x', 300)} before <img src=x onerror=alert(1)> & Субботу {word} \"after\" {new string('y', 400)}");
        var hit = (await AskAsync(ada.Http, $"суббота {word}")).Single();
        hit.Text("snippet").Should().Contain("&lt;img src=x onerror=alert(1)&gt; &amp; <mark>Субботу</mark>")
            .And.Contain($"<mark>{word}</mark>").And.NotContain("<img");
        (hit.Text("type"), hit.Text("postId"), hit.Text("title"), hit.Text("author", "nickname")).Should().Be(("post", post, "A title", ada.Nickname));
    }

    [Fact]
    public async Task Pages_go_by_key_newest_first_and_filters_narrow()
    {
        var (ada, bob, word) = (await forum.SignUpAsync(), await forum.SignUpAsync(), Word());
        List<string> posts = [];
        for (var i = 0; i < 5; i++) posts.Add(await forum.PostAsync(i == 2 ? bob : ada, content: $"{word} {i}"));
        posts.Reverse();

        List<string> found = [];
        string? cursor = null;
        do
        {
            var page = (await ada.Http.GetAsync($"/api/search?q={word}&limit=2&cursor={cursor}")).ShouldBe(200).Json;
            found.AddRange(page.Items().Select(hit => hit.Text("id")));
            cursor = page.Has("next") ? page.Text("next") : null;
            if (found.Count == 2) await forum.PostAsync(ada, content: $"{word} meanwhile");
        } while (cursor is not null);
        found.Should().Equal(posts);

        (await AskAsync(ada.Http, $"{word}&author={bob.Nickname}", escape: false)).Select(hit => hit.Text("id")).Should().Equal(posts[2]);
        var category = await forum.NewCategoryAsync();
        (await (await forum.AdminAsync()).PatchAsync($"/api/posts/{posts[0]}", new { categoryId = category })).ShouldBe(200);
        (await AskAsync(ada.Http, $"{word}&category=general", escape: false)).Should().HaveCount(5);
        var tomorrow = Uri.EscapeDataString(forum.Clock.GetUtcNow().AddDays(1).ToString("O"));
        (await AskAsync(ada.Http, $"{word}&from={tomorrow}", escape: false)).Should().BeEmpty();
        (await AskAsync(ada.Http, $"{word}&to={tomorrow}", escape: false)).Should().HaveCount(6);
    }

    [Fact]
    public async Task The_word_being_typed_may_go_on_until_it_fills_a_page_by_itself()
    {
        var (ada, word) = (await forum.SignUpAsync(), Word());
        List<string> whole = [];
        for (var i = 0; i < 4; i++) whole.Insert(0, await forum.PostAsync(ada, content: $"{word} {i}"));
        var longer = await forum.PostAsync(ada, content: $"{word}more");
        async Task<(IEnumerable<string> Ids, string? Next)> PageAsync(string query)
        {
            var page = (await ada.Http.GetAsync($"/api/search?{query}")).ShouldBe(200).Json;
            return (page.Items().Select(hit => hit.Text("id")), page.Has("next") ? page.Text("next") : null);
        }

        (await PageAsync($"q={word}&limit=5")).Ids.Should().Equal([longer, .. whole]);
        (await PageAsync($"q={word}*&limit=2")).Ids.Should().Equal(longer, whole[0]);
        var first = await PageAsync($"q={word}&limit=3");
        first.Ids.Should().Equal(whole[..3]);
        (await PageAsync($"q={word}&limit=3&cursor={first.Next}")).Should().BeEquivalentTo((whole[3..], (string?)null));
    }

    [Fact]
    public async Task What_is_edited_moved_deleted_and_restored_is_found_as_it_stands()
    {
        var (ada, first, second) = (await forum.SignUpAsync(), Word(), Word());
        var post = await forum.PostAsync(ada, $"Title {first}", "text");
        var comment = await ForumWithStaff.CommentAsync(ada, post, $"comment {first}");
        (await AskAsync(ada.Http, first)).Should().HaveCount(1);
        (await AskAsync(ada.Http, $"{first}&in=comments", escape: false)).Single().Text("postId").Should().Be(post);

        (await ada.Http.PatchAsync($"/api/posts/{post}", new { title = $"Title {second}" })).ShouldBe(200);
        (await ada.Http.PatchAsync($"/api/comments/{comment}", new { content = $"comment {second}" })).ShouldBe(200);
        foreach (var kind in new[] { "posts", "comments" })
        {
            (await AskAsync(ada.Http, $"{first}&in={kind}", escape: false)).Should().BeEmpty();
            (await AskAsync(ada.Http, $"{second}&in={kind}", escape: false)).Should().HaveCount(1);
        }

        // With its post a comment is gone, for staff's search too; alone as well.
        (await ada.Http.DeleteAsync($"/api/posts/{post}")).ShouldBe(204);
        foreach (var asker in new[] { ada.Http, await forum.AdminAsync() })
        {
            foreach (var kind in new[] { "posts", "comments" }) (await AskAsync(asker, $"{second}&in={kind}", escape: false)).Should().BeEmpty();
        }
        (await ada.Http.PostAsync($"/api/posts/{post}/restore")).ShouldBe(200);
        (await AskAsync(ada.Http, second)).Should().HaveCount(1);
        (await ada.Http.DeleteAsync($"/api/comments/{comment}")).ShouldBe(204);
        (await AskAsync(ada.Http, $"{second}&in=comments", escape: false)).Should().BeEmpty();
        (await ada.Http.PostAsync($"/api/comments/{comment}/restore")).ShouldBe(200);
        (await AskAsync(ada.Http, $"{second}&in=comments&category=general", escape: false)).Should().HaveCount(1);
    }

    [Fact]
    public async Task Messages_are_found_by_those_who_are_in_the_chat_only()
    {
        var (ada, bob, eve, word) = (await forum.SignUpAsync(), await forum.SignUpAsync(), await forum.SignUpAsync(), Word());
        var chat = await ada.ChatWithAsync(bob);
        var other = await eve.ChatWithAsync(bob);
        var said = await ada.SayAsync(chat, $"a secret {word}");
        await eve.SayAsync(other, $"another {word}");

        var hit = (await FindAsync(ada, word)).Single();
        (hit.Text("type"), hit.Text("id"), hit.Text("chatId"), hit.Number("seq")).Should().Be(("message", said.Text("id"), chat, said.Number("seq")));
        hit.Text("snippet").Should().Be($"a secret <mark>{word}</mark>");
        (await FindAsync(bob, word)).Should().HaveCount(2);
        (await FindAsync(bob, $"{word}&chatId={chat}")).Should().HaveCount(1);
        (await FindAsync(bob, $"{word}&author={eve.Nickname}")).Should().HaveCount(1);
        (await FindAsync(eve, word)).Select(found => found.Text("chatId")).Should().Equal(other);
        (await eve.Http.GetAsync($"/api/search?in=messages&q={word}&chatId={chat}")).ShouldBeProblem(404, "chat.not_found");

        (await ada.Http.PatchAsync($"/api/messages/{said.Text("id")}", new { content = "nothing" })).ShouldBe(200);
        (await FindAsync(ada, word)).Should().BeEmpty();
        (await FindAsync(ada, "nothing")).Should().HaveCount(1);
        (await ada.Http.DeleteAsync($"/api/messages/{said.Text("id")}")).ShouldBe(204);
        (await FindAsync(ada, "nothing")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_said_before_one_came_or_after_one_left_is_not_found_nor_counted()
    {
        var (ada, cay, word) = (await forum.SignUpAsync(), await forum.SignUpAsync(), Word());
        var group = await ada.GroupWithAsync();
        for (var i = 0; i < 5; i++) await ada.SayAsync(group, $"before {word}");
        await ada.Http.PatchAsync($"/api/chats/{group}", new { newcomersSeeHistory = false });
        (await ada.Http.PostAsync($"/api/chats/{group}/members/{cay.Id}")).ShouldBe(200);
        (await FindAsync(cay, word)).Should().BeEmpty();
        await ada.SayAsync(group, $"after {word}");

        var page = (await cay.Http.GetAsync($"/api/search?in=messages&limit=1&q={word}")).ShouldBe(200).Json;
        page.Items().Single().Text("snippet").Should().Be($"after <mark>{word}</mark>");
        page.Has("next").Should().BeFalse();
        (await FindAsync(cay, $"{word}&chatId={group}")).Should().HaveCount(1);
        (await FindAsync(ada, word)).Should().HaveCount(6);

        (await cay.Http.DeleteAsync($"/api/chats/{group}/members/me")).ShouldBe(204);
        (await FindAsync(cay, word)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_request_is_not_searched()
    {
        var (ada, stranger, word) = (await forum.SignUpAsync(), await forum.SignUpAsync(), Word());
        await ada.Http.PatchAsync("/api/me", new { strangersAsk = true });
        var chat = await stranger.ChatWithAsync(ada);
        await stranger.SayAsync(chat, word);
        (await FindAsync(ada, word)).Should().HaveCount(1);
        (await ada.Http.PostAsync($"/api/chats/{chat}/refuse")).ShouldBe(204);
        (await FindAsync(ada, word)).Should().BeEmpty();
        (await FindAsync(stranger, word)).Should().HaveCount(1);
    }

    [Fact]
    public async Task A_visitor_searches_what_a_visitor_reads()
    {
        var (ada, word) = (await forum.SignUpAsync(), Word());
        await forum.PostAsync(ada, content: word);
        (await AskAsync(forum.Visitor(), word)).Should().HaveCount(1);
    }

    private static string Word() => $"w{Guid.NewGuid():N}"[..16];

    private static Task<List<JsonElement>> FindAsync(Person person, string query) => AskAsync(person.Http, $"{query}&in=messages", escape: false);

    private static async Task<List<JsonElement>> AskAsync(Door door, string typed, bool escape = true) =>
        (await door.GetAsync($"/api/search?q={(escape ? Uri.EscapeDataString(typed) : typed)}")).ShouldBe(200).Json.Items();
}
