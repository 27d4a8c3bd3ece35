using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Roster;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Sqlite;

namespace RealTimeForum.Application.Tests.Roster;

/// <summary>A roster of as many people online as one machine could ever hold.</summary>
[Collection("Queries are listened to in the whole process")]
public sealed class CrowdTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forum-crowd").FullName;
    private readonly SqliteConnection _connection;
    private readonly SqliteDatabase _database;
    private readonly ReadPool _pool;

    public CrowdTests()
    {
        _database = new SqliteDatabase(Path.Combine(_folder, "forum.db"));
        _connection = _database.OpenForWriting();
        _pool = new ReadPool(_database);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(true, "ann")]
    [InlineData(false, "bob")]
    public async Task Who_is_online_is_told_apart_among_forty_thousand(bool isOnline, string expected)
    {
        var (ann, bob, me) = (Someone("ann"), Someone("bob"), Someone("me1"));
        await using (var db = SqliteDatabase.ContextOver(_connection))
        {
            await db.Database.MigrateAsync();
            foreach (var user in new[] { ann, bob, me }) db.AddRange(user, new Client(user.Id, DateTimeOffset.UnixEpoch));
            await db.SaveChangesAsync();
        }
        var presence = Substitute.For<IPresence>();
        presence.Online.Returns([ann.Id, .. Enumerable.Range(0, 40_000).Select(_ => UserId.New())]);
        var actor = Substitute.For<IActor>();
        actor.UserId.Returns(me.Id);
        using var reads = new ReadDb(new UnitOfWork(Substitute.For<IServiceProvider>(), null!, TimeProvider.System), _pool, new KnownChats(_pool, _database), new KnownBlocks(_pool, new Freshness()));

        var page = await new GetRosterHandler(reads, actor, presence).Handle(new GetRoster("name", isOnline, WithGroups: false, null, null, 20), default);

        page.Value.Items.Select(item => item.User!.Nickname).Should().Equal(expected);
    }

    private static User Someone(string name) => User.SignUp(
        UserId.New(), Nickname.Parse(name).Value, EmailAddress.Parse($"{name}@example.org").Value, new PersonalDetails("A", "B", 30, Gender.Other), Role.Client, Language.En, mustWait: false, DateTimeOffset.UtcNow);
}
