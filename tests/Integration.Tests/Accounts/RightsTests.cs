using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Integration.Tests.Posts;
using RealTimeForum.Integration.Tests.Running;
using RealTimeForum.WebApi.Ws;

namespace RealTimeForum.Integration.Tests.Accounts;

/// <summary>
/// Every route and every WebSocket request, asked by everybody, against the written table (rights.txt).
/// 400 and 404 mean: may, and the almost empty body or the unknown id is the next thing that is wrong.
/// </summary>
public sealed class RightsTests(ForumWithStaff forum) : IClassFixture<ForumWithStaff>
{
    private static readonly string[] Roles = ["visitor", "client", "moderator", "admin", "suspended"];
    private static readonly string[] Scopes = ["read", "write", "chat", "admin"];
    private static readonly string[] Walked = ["/api", "/health", "/openapi", "/ws", "/metrics"];

    /// <summary>After these the one who asked is signed out.</summary>
    private static readonly string[] EndsTheAsker = ["DELETE /api/session", "DELETE /api/sessions"];

    [Fact]
    public async Task Everybody_may_what_the_table_says_and_nothing_else()
    {
        var written = Table();
        var people = new Dictionary<string, Door>(StringComparer.Ordinal);
        foreach (var role in Roles) people[role] = await MakeAsync(role);
        var tokens = new Dictionary<string, Door>(StringComparer.Ordinal);
        var owner = await MakeAsync("admin");
        foreach (var scope in Scopes) tokens[scope] = await TokenAsync(owner, scope);

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (method, path) in Routes())
        {
            var route = $"{method} {path}";
            List<string> answers = [];
            foreach (var role in Roles)
            {
                var asker = EndsTheAsker.Contains(route, StringComparer.Ordinal) ? await MakeAsync(role) : people[role];
                answers.Add($"{(await AskAsync(asker, method, path)).Status}");
            }
            List<string> enough = [];
            foreach (var scope in Scopes)
            {
                if (!(await AskAsync(tokens[scope], method, path)).Body.Contains("token.scope_missing", StringComparison.Ordinal)) enough.Add(scope);
            }
            found[route] = string.Join(' ', answers.Append(enough.Count == Scopes.Length ? "-" : enough.Count == 0 ? "several" : string.Join('|', enough)));
        }
        foreach (var type in FrameRouter.Types) found[$"WS {type}"] = await WalkAsync(type, people);
        Compare(written, found);
    }

    [Fact]
    public async Task Another_sites_page_changes_nothing_at_any_route()
    {
        var person = await MakeAsync("client");
        List<string> open = [];
        foreach (var (method, path) in Routes().Where(route => route.Method is not ("GET" or "HEAD")))
        {
            var answer = await person.SendAsync(new HttpMethod(method), Named(path, Guid.NewGuid().ToString()), "{}", ("Origin", "https://evil.example"));
            if (answer.Status != 403 || answer.Json.Text("code") != "auth.foreign_origin") open.Add($"{method} {path} {answer.Status}");
        }
        open.Should().BeEmpty();
        (await person.GetAsync("/api/me")).ShouldBe(200);
    }

    private async Task<string> WalkAsync(string type, Dictionary<string, Door> people)
    {
        List<string> answers = [$"{await Socket.TryAsync(forum, cookie: "none", origin: forum.Origin)}"];
        foreach (var role in Roles.Skip(1))
        {
            await using var socket = await Socket.OpenAsync(forum, cookie: people[role].SessionCookie, origin: forum.Origin);
            answers.Add(StatusOf(await socket.ExchangeAsync(type, Data())));
        }
        var (_, chat) = await SecretAsync(people["client"], "chat");
        await using var program = await Socket.OpenAsync(forum, bearer: chat);
        var refused = (await program.ExchangeAsync(type, Data())).ToString().Contains("token.scope_missing", StringComparison.Ordinal);
        return string.Join(' ', answers.Append(refused ? "chat+read" : "chat"));
    }

    private static object Data() => new { chatId = Guid.NewGuid(), messageId = Guid.NewGuid(), clientMessageId = Guid.NewGuid(), content = "text", emoji = "👍", seq = 1, topic = "posts", state = "active" };

    private static string StatusOf(System.Text.Json.JsonElement answer) => answer.Text("type") == "reply" ? "200" : $"{answer.Number("error", "status")}";

    private static void Compare(SortedDictionary<string, string> written, SortedDictionary<string, string> found)
    {
        var differences = new StringBuilder();
        foreach (var route in written.Keys.Concat(found.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (is_, should) = (found.GetValueOrDefault(route, "no such route"), written.GetValueOrDefault(route, "not in the table"));
            if (is_ != should) differences.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{route,-64} {is_}   (table: {should})");
        }
        differences.ToString().Should().BeEmpty();
    }

    private static SortedDictionary<string, string> Table()
    {
        var table = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Accounts", "rights.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            table.Add($"{words[0]} {words[1]}", string.Join(' ', words[2..]));
        }
        return table;
    }

    private IEnumerable<(string Method, string Path)> Routes() =>
        from endpoint in forum.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').TrimEnd('/')
        where Array.Exists(Walked, start => path == start || path.StartsWith(start + "/", StringComparison.Ordinal))
        where !path.Contains("{**", StringComparison.Ordinal) && !path.Contains("{*", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, path);

    private async Task<Answer> AskAsync(Door asker, string method, string pattern)
    {
        var path = await FillAsync(pattern);
        var hasBody = method is "POST" or "PUT" or "PATCH" || (method == "DELETE" && path.StartsWith("/api/me", StringComparison.Ordinal));
        return await asker.SendAsync(new HttpMethod(method), path, hasBody ? """{"content":"text"}""" : null);
    }

    /// <summary>Somebody else's post, comment or account where the path names one; an id of nothing elsewhere.</summary>
    private async Task<string> FillAsync(string pattern)
    {
        var path = pattern.Replace("{emoji}", Uri.EscapeDataString("👍"), StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{code}", "none", StringComparison.Ordinal);
        if (!path.Contains('{', StringComparison.Ordinal)) return path;
        var (start, id) = (path.Split('/')[2], Guid.NewGuid().ToString());
        if (start == "users")
        {
            var target = await forum.SignUpAsync();
            return path.Replace("{nickname}", target.Nickname, StringComparison.Ordinal).Replace("{id:guid}", target.Id, StringComparison.Ordinal);
        }
        if (start is "posts" or "comments")
        {
            var author = await forum.SignUpAsync();
            var post = await forum.PostAsync(author);
            id = start == "posts" ? post : await ForumWithStaff.CommentAsync(author, post);
        }
        else if (start == "categories")
        {
            id = await forum.NewCategoryAsync();
        }
        return Named(path, id);
    }

    private static string Named(string pattern, string id) => System.Text.RegularExpressions.Regex.Replace(pattern, @"\{\w+:guid\}", id, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<Door> MakeAsync(string role)
    {
        if (role == "visitor") return forum.Visitor();
        var person = await forum.SignUpAsync();
        var admin = await forum.AdminAsync();
        if (role is "moderator" or "admin") (await admin.PutAsync($"/api/users/{person.Id}/role", new { role })).ShouldBe(204);
        if (role == "suspended") (await admin.PostAsync($"/api/users/{person.Id}/suspension", new { reason = "a test" })).ShouldBe(200);
        return person.Http;
    }

    private async Task<Door> TokenAsync(Door owner, string scope) => new(forum, (await SecretAsync(owner, scope)).Secret);

    private static async Task<(string Id, string Secret)> SecretAsync(Door owner, string scope)
    {
        var made = (await owner.PostAsync("/api/tokens", new { name = scope, scopes = new[] { scope } })).ShouldBe(201).Json;
        return (made.Text("id"), made.Text("token"));
    }
}
