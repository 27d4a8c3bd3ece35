using System.Data.Common;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using RealTimeForum.Application.Comments;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Sqlite;

namespace RealTimeForum.Application.Tests.Posts;

/// <summary>What SQLite says of how it would find a page: nothing is read through or sorted, wherever the page is.</summary>
[Collection("Queries are listened to in the whole process")]
public sealed partial class PageCostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forum-pages").FullName;
    private readonly SqliteDatabase _database;
    private readonly SqliteConnection _connection;
    private readonly ReadPool _pool;
    private readonly IActor _visitor = Substitute.For<IActor>();
    private readonly Post _post;

    public PageCostTests()
    {
        _database = new SqliteDatabase(Path.Combine(_folder, "forum.db"));
        _connection = _database.OpenForWriting();
        _pool = new ReadPool(_database);
        using var db = SqliteDatabase.ContextOver(_connection);
        db.Database.Migrate();
        var user = User.SignUp(
            UserId.New(), Nickname.Parse("ann").Value, EmailAddress.Parse("ann@example.org").Value, new PersonalDetails("A", "B", 30, Gender.Other), Role.Client, Language.En, mustWait: false, DateTimeOffset.UtcNow);
        var category = Category.General();
        _post = Post.Write(user.Id, category.Id, PostTitle.Parse("A title").Value, new Markup("a", "a", "a"), DateTimeOffset.UtcNow);
        db.AddRange(user, category, _post);
        db.SaveChanges();
    }

    public void Dispose()
    {
        _pool.Dispose();
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("new", null, null)]
    [InlineData("new", "general", null)]
    [InlineData("new", null, "ann")]
    [InlineData("active", null, null)]
    [InlineData("active", "general", null)]
    [InlineData("active", null, "ann")]
    [InlineData("top", null, null)]
    [InlineData("top", "general", null)]
    [InlineData("top", null, "ann")]
    [InlineData("new", "general", "ann")]
    public async Task A_page_of_posts_is_a_range_of_an_index(string sort, string? category, string? author)
    {
        var place = Enum.Parse<PostOrder>(sort, ignoreCase: true);
        foreach (var cursor in new[] { null, new PostKey(place, 1_700_000_000_000, PostId.New()).ToString() })
            await CheckAsync(db => new ListPostsHandler(db, _visitor, TimeProvider.System).Handle(new ListPosts(category, author, null, null, sort, null, null, 20, cursor), default), isFromCursor: cursor is not null);
    }

    [Fact]
    public async Task A_page_of_comments_is_a_range_of_an_index()
    {
        foreach (var cursor in new[] { null, new NumberKey(90_000).ToString() })
            await CheckAsync(db => new ListCommentsHandler(db, _visitor).Handle(new ListComments(_post.Id, 20, cursor), default), isFromCursor: true);
    }

    private async Task CheckAsync<T>(Func<IReadDb, ValueTask<Result<T>>> ask, bool isFromCursor)
    {
        List<(string Sql, DbParameter[] Parameters)> asked = [];
        using (DiagnosticListener.AllListeners.Subscribe(new Listening(command => asked.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>()])))))
        {
            using var db = new ReadDb(new UnitOfWork(Substitute.For<IServiceProvider>(), null!, TimeProvider.System), _pool, new KnownChats(_pool, _database), new KnownBlocks(_pool, new Freshness()));
            (await ask(db)).IsSuccess.Should().BeTrue();
        }

        var plans = asked.Select(one => PlanOf(one.Sql, one.Parameters)).ToList();
        plans.SelectMany(plan => plan).Should().NotContain(step => Costly().IsMatch(step));
        if (isFromCursor) plans.Should().Contain(plan => plan.Exists(step => Range().IsMatch(step)), "a page begins where the last one ended");
    }

    private List<string> PlanOf(string sql, DbParameter[] parameters)
    {
        using var explain = _connection.CreateCommand();
        explain.CommandText = $"EXPLAIN QUERY PLAN {sql}";
        foreach (var parameter in parameters) explain.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);
        using var reader = explain.ExecuteReader();
        List<string> steps = [];
        while (reader.Read()) steps.Add(reader.GetString(3));
        return steps;
    }

    // The page itself, a few rows already found, is called p0 or c0.
    [GeneratedRegex(@"TEMP B-TREE|^SCAN [a-z]\b(?! USING INDEX)", RegexOptions.None, 1_000)]
    private static partial Regex Costly();

    [GeneratedRegex(@"^SEARCH [pc] USING INDEX .*[<>]\?", RegexOptions.None, 1_000)]
    private static partial Regex Range();

    private sealed class Listening(Action<DbCommand> onCommand) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is CommandEventData { ExecuteMethod: DbCommandMethod.ExecuteReader } data && value.Key == RelationalEventId.CommandExecuting.Name) onCommand(data.Command);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
