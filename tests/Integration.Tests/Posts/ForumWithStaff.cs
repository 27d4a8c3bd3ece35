using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Posts;

/// <summary>A forum whose administrator is there.</summary>
public class ForumWithStaff : ForumApp
{
    private readonly SemaphoreSlim _once = new(1);
    private Door? _admin;

    protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [new("Forum:Admin:Nickname", "keeper"), new("Forum:Admin:Email", "keeper@example.org"), new("Forum:Admin:Password", Person.Password)];

    public async Task<Door> AdminAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (_admin is not null) return _admin;
            var door = Visitor();
            await Limits.UntilAsync(async () => (await door.PostAsync("/api/session", new { login = "keeper", password = Person.Password })).Status == 200, "the administrator");
            return _admin = door;
        }
        finally
        {
            _once.Release();
        }
    }

    public async Task<string> GeneralAsync() => (await Visitor().GetAsync("/api/categories")).ShouldBe(200).Json.Items().Single(category => category.Text("slug") == "general").Text("id");

    public async Task<string> NewCategoryAsync()
    {
        var slug = $"c{Guid.NewGuid():N}";
        return (await (await AdminAsync()).PostAsync("/api/categories", new { name = "Some", slug })).ShouldBe(201).Json.Text("id");
    }

    /// <summary>The id of a new post.</summary>
    public async Task<string> PostAsync(Person author, string title = "A title", string content = "Some content", string? categoryId = null) =>
        (await author.Http.PostAsync("/api/posts", new { title, content, categoryId = categoryId ?? await GeneralAsync() })).ShouldBe(201).Json.Text("id");

    public static async Task<string> CommentAsync(Person author, string post, string content = "A comment", string? parentId = null) =>
        (await author.Http.PostAsync($"/api/posts/{post}/comments", new { content, parentId })).ShouldBe(201).Json.Text("id");
}
