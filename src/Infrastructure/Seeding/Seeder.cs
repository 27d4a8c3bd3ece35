using Microsoft.EntityFrameworkCore;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Identity;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Infrastructure.Search;

namespace RealTimeForum.Infrastructure.Seeding;

/// <summary>Fills an empty forum for benchmarks and for trying out: the same people, texts, times and ids in every run; only the API tokens are random.</summary>
public sealed class Seeder
{
    public const string Password = "a seeded forum's password";

    private const int GroupSize = 200;
    private const int PartnersOfOne = 100;
    private const int UsersForOneTalkative = 300;
    private const int ReactionEvery = 10;
    private const int ReplyEvery = 8;
    private const int CommentedEvery = 10;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] Emojis = ["👍", "❤️", "😂", "🎉"];

    private readonly SqliteDatabase _database;
    private readonly IPasswords _passwords;
    private readonly IMarkdown _markdown;
    private readonly IStemmer _stemmer;
    private readonly SeedIds _ids = new(Start);
    private readonly Dictionary<string, Markup> _rendered = new(StringComparer.Ordinal);
    private Action<string> _say = _ => { };

    internal Seeder(SqliteDatabase database, IPasswords passwords, IMarkdown markdown, IStemmer stemmer) =>
        (_database, _passwords, _markdown, _stemmer) = (database, passwords, markdown, stemmer);

    /// <returns>Null, or why nothing was done.</returns>
    public async Task<string?> RunAsync(SeedOptions options, Action<string> say)
    {
        _say = say;
        await using var connection = _database.OpenForWriting();
        await using var db = SqliteDatabase.ContextOver(connection);
        if (await db.Set<User>().AnyAsync()) return "seed: this forum has accounts already; seed an empty data folder (--Forum:DataDirectory=…)";
        var category = await db.Set<Category>().Select(category => category.Id).FirstAsync();

        // All or nothing in one commit; rows come in whichever order they are ready.
        await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-524288;");
        await using (var transaction = connection.BeginTransaction())
        using (var rows = new PreparedInserts(db.Model, connection) { Transaction = transaction })
        {
            var users = await UsersAsync(rows, options);
            await PostsAsync(rows, options, category, users);
            Group(rows, users, options.GroupMessages);
            PrivateChats(rows, users, options.Messages - options.GroupMessages);
            await transaction.CommitAsync();
        }
        new SearchRebuild(connection, _stemmer, say).Run();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;");
        say($"Everybody's password is: {Password}");
        return null;
    }

    private async Task<List<UserId>> UsersAsync(PreparedInserts rows, SeedOptions options)
    {
        var hash = (await _passwords.HashAsync(Password, CancellationToken.None)).Value;
        List<UserId> users = [];
        List<string> tokens = [];
        for (var i = 0; i < options.Users; i++)
        {
            var at = Start.AddSeconds(i);
            var user = User.SignUp(
                UserId.From(_ids.Next(at)), Nickname.Stored(SeedTexts.Nickname(i)), EmailAddress.Stored($"member{i:00000}@example.org"),
                new PersonalDetails("Forum", "Member", 18 + (i % 60), Gender.Unspecified), Role.Client, Language.En, mustWait: false, at);
            users.Add(user.Id);
            rows.Add(user);
            rows.Add(new Client(user.Id, at));
            rows.Add(new Account
            {
                Id = user.Id.Value, UserName = user.Nickname.Value, NormalizedUserName = user.NicknameKey, Email = user.Email.Value, NormalizedEmail = user.EmailKey,
                PasswordHash = hash, LockoutEnabled = true, SecurityStamp = $"{i}", ConcurrencyStamp = $"{i}",
            });
            if (options.TokensFile is not null)
            {
                var (token, secret) = ApiToken.Make(user.Id, "seed", Scopes.All, expiresAt: null, at);
                rows.Add(token);
                tokens.Add(secret.Text);
            }
            Say("users", i + 1, options.Users);
        }
        if (options.TokensFile is not null) await File.WriteAllLinesAsync(options.TokensFile, tokens);
        return users;
    }

    /// <summary>Every tenth post has the comments of ten: most posts get few, some many.</summary>
    private async Task PostsAsync(PreparedInserts rows, SeedOptions options, CategoryId category, List<UserId> users)
    {
        var written = 0;
        for (var i = 0; i < options.Posts; i++)
        {
            var at = Start.AddSeconds(100_000 + (i * 60L));
            var post = _ids.Give<Post, PostId>(Post.Write(users[i % users.Count], category, PostTitle.Stored(SeedTexts.Title(i)), await RenderAsync(SeedTexts.Post(i % 500)), at), at);
            List<Comment> comments = [];
            var isLast = i == options.Posts - 1;
            var upTo = i % CommentedEvery == CommentedEvery - 1 || isLast ? (int)((i + 1L) * options.Comments / options.Posts) : written;
            for (; written < upTo; written++)
            {
                var commentedAt = at.AddSeconds(comments.Count + 1);
                var parent = comments.Count % 4 == 3 ? comments[^1] : null;
                var comment = post.Comment(new Participant(users[(i + written) % users.Count], false), parent, await RenderAsync(SeedTexts.Comment(written % 500)), commentedAt).Value;
                comments.Add(_ids.Give<Comment, CommentId>(comment, commentedAt));
            }
            rows.Add(post);
            rows.AddRange(comments);
            Say("posts", i + 1, options.Posts);
        }
    }

    private void Group(PreparedInserts rows, List<UserId> users, int messages)
    {
        var people = users.Take(GroupSize).Select(user => new Client(user, Start)).ToList();
        var (chat, members) = Chat.StartGroup("Everyone", people[0], people[1..], Start).Value;
        Conversation(rows, chat, members, messages, "group messages");
    }

    /// <summary>The first user, and one in some hundreds, talk with many, so that their lists of chats are long; the others with their neighbours.</summary>
    private void PrivateChats(PreparedInserts rows, List<UserId> users, int messages)
    {
        var talkative = Math.Max(1, users.Count / UsersForOneTalkative);
        var pairs = Enumerable.Range(0, users.Count)
            .SelectMany(one => Enumerable.Range(one + 1, Math.Min(one < talkative ? PartnersOfOne : 1, users.Count - 1 - one)).Select(other => (One: one, Other: other))).ToList();
        for (var i = 0; i < pairs.Count && i < messages; i++)
        {
            var count = (int)(((i + 1L) * messages / pairs.Count) - ((long)i * messages / pairs.Count));
            if (count == 0) continue;
            var (chat, one, other) = Chat.StartPrivate(new Client(users[pairs[i].One], Start), new Client(users[pairs[i].Other], Start), isRequest: false, Start.AddSeconds(i));
            Conversation(rows, chat, [one, other], count, note: null);
            if (i % 1_000 == 999) _say($"private chats {i + 1} of {pairs.Count}");
        }
    }

    private void Conversation(PreparedInserts rows, Chat chat, IReadOnlyList<Member> members, int messages, string? note)
    {
        _ids.Give<Chat, ChatId>(chat, chat.CreatedAt);
        foreach (var member in members) SeedIds.Set(member, nameof(Member.ChatId), chat.Id);
        chat.ClearEvents();
        Message? last = null;
        for (var i = 0; i < messages; i++)
        {
            var at = chat.CreatedAt.AddSeconds(i + 1);
            var clientId = _ids.Next(at);
            var sent = chat.Send(members[i % members.Count], clientId, MessageContent.Stored(SeedTexts.Message(i)), i % ReplyEvery == ReplyEvery - 1 ? last : null, at);
            last = _ids.Give<Message, MessageId>(sent, at);
            rows.Add(last);
            if (i % ReactionEvery == ReactionEvery - 1) rows.Add(chat.React(last, members[(i + 1) % members.Count], Emoji.Stored(Emojis[i % Emojis.Length]), at));
            foreach (var logged in chat.Events.OfType<ILoggedEvent>()) rows.Add(logged.ToEntry().WrittenAt(at));
            chat.ClearEvents();
            if (note is not null) Say(note, i + 1, messages);
        }
        // All but the last member have read everything.
        foreach (var member in members.SkipLast(1)) chat.Mark(member, chat.LastSeq, chat.LastSeq);
        rows.AddRange(members);
        rows.Add(chat);
    }

    private async Task<Markup> RenderAsync(string source)
    {
        if (!_rendered.TryGetValue(source, out var markup)) _rendered.Add(source, markup = (await _markdown.RenderAsync(source, CancellationToken.None)).Value);
        return markup;
    }

    private void Say(string what, int done, int of)
    {
        if (done == of || done % Math.Max(1, of / 10) == 0) _say($"{what} {done} of {of}");
    }
}
