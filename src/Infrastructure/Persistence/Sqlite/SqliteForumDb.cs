using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

public sealed class SqliteForumDb(DbContextOptions<SqliteForumDb> options) : ForumDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Guid>().HaveConversion<GuidToBytes>();
        configurationBuilder.Properties<UserId>().HaveConversion<IdToBytes<UserId>>();
        configurationBuilder.Properties<SessionId>().HaveConversion<IdToBytes<SessionId>>();
        configurationBuilder.Properties<ChatId>().HaveConversion<IdToBytes<ChatId>>();
        configurationBuilder.Properties<MessageId>().HaveConversion<IdToBytes<MessageId>>();
        configurationBuilder.Properties<SignUpInvitationId>().HaveConversion<IdToBytes<SignUpInvitationId>>();
        configurationBuilder.Properties<CategoryId>().HaveConversion<IdToBytes<CategoryId>>();
        configurationBuilder.Properties<PostId>().HaveConversion<IdToBytes<PostId>>();
        configurationBuilder.Properties<CommentId>().HaveConversion<IdToBytes<CommentId>>();
    }
}

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteForumDb>
{
    public SqliteForumDb CreateDbContext(string[] args) => new(SqliteDatabase.Configure(new DbContextOptionsBuilder<SqliteForumDb>(), "Data Source=design.db").Options);
}
