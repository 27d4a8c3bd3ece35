using System.Globalization;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Search;

/// <summary>Posts, comments or messages of my chats that hold these words, the newest first.</summary>
/// <param name="Text">Words in any form; <c>"as written"</c>, <c>-not</c>, <c>begin*</c>; the last word may go on.</param>
/// <param name="In"><c>posts</c> (the default), <c>comments</c>, <c>messages</c>.</param>
/// <param name="ChatId">Of messages: only there.</param>
/// <param name="Author">A nickname.</param>
/// <param name="Category">A slug; for posts and comments.</param>
/// <param name="From">Written at that time or later.</param>
/// <param name="To">Written before that time.</param>
public sealed record SearchContent(
    string Text, string? In, ChatId? ChatId, string? Author, string? Category, DateTimeOffset? From, DateTimeOffset? To, int Limit, [Verbatim] string? Cursor)
    : IQuery<Result<Page<SearchHitView>>>
{
    public const int MaxLength = 200;

    internal SearchIn Kind => Enum.TryParse<SearchIn>(In, ignoreCase: true, out var kind) ? kind : SearchIn.Posts;
}

/// <summary>The place of a page's last hit.</summary>
/// <param name="IsWhole">Whether the last word was taken for a whole one.</param>
internal sealed record SearchKey(long Place, bool IsWhole)
{
    public static SearchKey? Read(string cursor) =>
        Cursor.Read(cursor, parts: 2) is [var place, var whole] && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && bool.TryParse(whole, out var isWhole)
            ? new SearchKey(number, isWhole) : null;

    public override string ToString() => Cursor.Of(Place.ToString(CultureInfo.InvariantCulture), IsWhole.ToString());
}

public sealed class SearchContentValidator : AbstractValidator<SearchContent>
{
    private static readonly string[] Kinds = ["posts", "comments", "messages"];

    public SearchContentValidator()
    {
        RuleFor(q => q.Text).NotEmpty().WithMessage("Say what to look for.").MaximumLength(SearchContent.MaxLength).OverridePropertyName("q");
        RuleFor(q => q.In).Must(kind => string.IsNullOrEmpty(kind) || Kinds.Contains(kind)).WithMessage("Search in posts, comments or messages.");
        RuleFor(q => q.ChatId).Null().WithMessage("Only messages are in a chat.").When(q => q.Kind != SearchIn.Messages);
        RuleFor(q => q.Category).Empty().WithMessage("Messages have no category.").When(q => q.Kind == SearchIn.Messages);
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(SearchKey.Read);
    }
}

public sealed class SearchContentHandler(IReadDb db, ISearchIndex index, IStemmer stemmer, IActor actor) : IQueryHandler<SearchContent, Result<Page<SearchHitView>>>
{
    /// <summary>Somebody in more chats finds what was said in those that were last spoken in; a chat itself can always be searched.</summary>
    private const int MostChats = 500;

    /// <summary>Comments know no category: so many of the newest are looked through for one page.</summary>
    private const int MostOfCategory = 2_000;

    public async ValueTask<Result<Page<SearchHitView>>> Handle(SearchContent query, CancellationToken cancellationToken)
    {
        if (query.Kind == SearchIn.Messages && actor.RefusalOf(Act.ReadChats) is { } refusal) return refusal;
        UserId? author = null;
        if (query.Author is { Length: > 0 })
        {
            var key = Nickname.KeyOf(query.Author);
            if (await db.FirstAsync(db.Users.Where(user => user.NicknameKey == key), cancellationToken) is not { } found) return UserErrors.NotFound;
            author = found.Id;
        }
        CategoryId? category = null;
        if (query.Category is { Length: > 0 })
        {
            if (!Slug.Parse(query.Category).TryGet(out var slug, out _)) return CategoryErrors.NotFound;
            if (await db.FirstAsync(db.Categories.Where(row => row.Slug == slug), cancellationToken) is not { } found) return CategoryErrors.NotFound;
            category = found.Id;
        }

        var terms = SearchTerms.Read(query.Text, stemmer);
        List<Member> memberships = [];
        if (query.Kind == SearchIn.Messages)
        {
            memberships = await MembershipsAsync(query.ChatId, cancellationToken);
            if (query.ChatId is not null && memberships.Count == 0) return ChatErrors.NotFound;
        }
        if (terms.All(term => term.IsExcluded)) return Page.Whole<SearchHitView>([]);

        // A word that fills a page by itself is taken for a whole one: only others are looked up by how they begin, which costs more the more there is.
        var last = query.Cursor is { Length: > 0 } cursor ? SearchKey.Read(cursor) : null;
        if (last?.IsWhole != false && terms[^1].IsBeginning && !query.Text.EndsWith('*'))
        {
            IReadOnlyList<SearchTerm> whole = [.. terms.SkipLast(1), terms[^1] with { IsBeginning = false }];
            var page = await PageAsync(query, whole, category, author, memberships, last ?? new SearchKey(long.MaxValue, IsWhole: true), cancellationToken);
            if (last is not null || page.Items.Count == query.Limit) return page;
        }
        return await PageAsync(query, terms, category, author, memberships, last ?? new SearchKey(long.MaxValue, IsWhole: false), cancellationToken);
    }

    private async Task<Page<SearchHitView>> PageAsync(
        SearchContent query, IReadOnlyList<SearchTerm> terms, CategoryId? category, UserId? author, List<Member> memberships, SearchKey last, CancellationToken cancellationToken)
    {
        var asked = new IndexQuery(query.Kind, terms, [], Since: null, author?.Value, query.Kind == SearchIn.Posts ? category?.Value : null, query.From, query.To);
        var parts = query.Kind == SearchIn.Messages ? await PartsAsync(asked, memberships, cancellationToken) : [asked];
        var marker = new Highlighter(terms, stemmer);
        var place = last.Place;

        // What the asker may not see is left out before it counts for anything, so that no page and no cursor tells of it.
        List<(long Place, SearchHitView View)> hits = [];
        var (take, lookedAt) = (query.Limit + 1, 0);
        while (true)
        {
            var matches = await MatchesAsync(parts, place, take, cancellationToken);
            var shown = await ShownAsync(query, matches, category, memberships, marker, cancellationToken);
            hits.AddRange(matches.Where(match => shown.ContainsKey(match.Id)).Select(match => (match.Place, shown[match.Id])));
            if (matches.Count < take || hits.Count > query.Limit) break;
            place = matches[^1].Place;
            lookedAt += matches.Count;
            if (query.Kind == SearchIn.Comments && category is not null && lookedAt >= MostOfCategory) return new Page<SearchHitView>([.. hits.Select(hit => hit.View)], (last with { Place = place }).ToString());
            take = Math.Min(take * 4, 500);
        }
        return Page.Of(hits, query.Limit, hit => hit.View, hit => (last with { Place = hit.Place }).ToString());
    }

    private Task<List<Member>> MembershipsAsync(ChatId? chatId, CancellationToken cancellationToken)
    {
        if (chatId is { } one) return db.ListAsync(db.Members.Membership(one, actor.UserId), cancellationToken);
        var mine = from member in db.Members
                   where member.UserId == actor.UserId
                   join chat in db.Chats on member.ChatId equals chat.Id
                   orderby chat.LastActivityAt descending
                   select member;
        return db.ListAsync(mine.Take(MostChats), cancellationToken);
    }

    /// <summary>All chats that are seen whole are asked at once; each other one for itself, from the first message that is seen.</summary>
    private async Task<List<IndexQuery>> PartsAsync(IndexQuery asked, List<Member> memberships, CancellationToken cancellationToken)
    {
        List<IndexQuery> parts = [];
        var whole = memberships.Where(member => member.HistoryFromSeq == 0).Select(member => member.ChatId.Value).ToList();
        if (whole.Count > 0) parts.Add(asked with { Chats = whole });
        foreach (var member in memberships.Where(member => member.HistoryFromSeq > 0))
        {
            var first = await db.FirstAsync(
                db.Messages.SeenBy(member).Where(message => message.DeletedAt == null).OrderBy(message => message.Seq).Select(message => new { message.Id }), cancellationToken);
            if (first is not null) parts.Add(asked with { Chats = [member.ChatId.Value], Since = first.Id.Value });
        }
        return parts;
    }

    private async Task<List<SearchMatch>> MatchesAsync(List<IndexQuery> parts, long before, int take, CancellationToken cancellationToken)
    {
        List<SearchMatch> matches = [];
        foreach (var part in parts) matches.AddRange(await index.FindAsync(part, before, take, cancellationToken));
        return parts.Count == 1 ? matches : [.. matches.OrderByDescending(match => match.Place).Take(take)];
    }

    private Task<Dictionary<Guid, SearchHitView>> ShownAsync(
        SearchContent query, List<SearchMatch> matches, CategoryId? category, List<Member> memberships, Highlighter marker, CancellationToken cancellationToken) => query.Kind switch
        {
            SearchIn.Posts => PostsAsync([.. matches.Select(match => PostId.From(match.Id))], category, marker, cancellationToken),
            SearchIn.Comments => CommentsAsync([.. matches.Select(match => CommentId.From(match.Id))], category, marker, cancellationToken),
            _ => MessagesAsync([.. matches.Select(match => MessageId.From(match.Id))], memberships, marker, cancellationToken),
        };

    private async Task<Dictionary<Guid, SearchHitView>> PostsAsync(List<PostId> ids, CategoryId? category, Highlighter marker, CancellationToken cancellationToken)
    {
        var rows = await db.ListAsync(
            from post in db.Posts.VisibleTo(actor)
            where ids.Contains(post.Id) && post.DeletedAt == null && (category == null || post.CategoryId == category)
            join author in db.Users on post.Author equals author.Id
            select new { post.Id, post.Title, post.Content.Html, post.CreatedAt, AuthorId = author.Id, author.Nickname }, cancellationToken);
        return rows.ToDictionary(row => row.Id.Value, row => new SearchHitView(
            "post", row.Id.Value, row.Id.Value, ChatId: null, Seq: null, row.Title.Value, marker.Snippet(PlainText.OfHtml(row.Html)), new UserRef(row.AuthorId.Value, row.Nickname.Value), row.CreatedAt));
    }

    private async Task<Dictionary<Guid, SearchHitView>> CommentsAsync(List<CommentId> ids, CategoryId? category, Highlighter marker, CancellationToken cancellationToken)
    {
        var rows = await db.ListAsync(
            from comment in db.Comments
            where ids.Contains(comment.Id) && comment.DeletedAt == null
            join post in db.Posts.VisibleTo(actor) on comment.PostId equals post.Id
            where post.DeletedAt == null && (category == null || post.CategoryId == category)
            join author in db.Users on comment.Author equals author.Id
            select new { comment.Id, comment.PostId, post.Title, comment.Content.Html, comment.CreatedAt, AuthorId = author.Id, author.Nickname }, cancellationToken);
        return rows.ToDictionary(row => row.Id.Value, row => new SearchHitView(
            "comment", row.Id.Value, row.PostId.Value, ChatId: null, Seq: null, row.Title.Value, marker.Snippet(PlainText.OfHtml(row.Html)), new UserRef(row.AuthorId.Value, row.Nickname.Value), row.CreatedAt));
    }

    private async Task<Dictionary<Guid, SearchHitView>> MessagesAsync(List<MessageId> ids, List<Member> memberships, Highlighter marker, CancellationToken cancellationToken)
    {
        var mine = memberships.ToDictionary(member => member.ChatId);
        var rows = await db.ListAsync(
            from message in db.Messages
            where ids.Contains(message.Id) && message.DeletedAt == null
            join chat in db.Chats on message.ChatId equals chat.Id
            join sender in db.Users on message.Sender equals sender.Id
            select new { message.Id, message.ChatId, message.Seq, chat.Name, message.Content, message.SentAt, SenderId = sender.Id, sender.Nickname }, cancellationToken);
        return rows.Where(row => mine.TryGetValue(row.ChatId, out var member) && member.Sees(row.Seq)).ToDictionary(row => row.Id.Value, row => new SearchHitView(
            "message", row.Id.Value, PostId: null, row.ChatId.Value, row.Seq, row.Name, marker.Snippet(PlainText.OfMessage(row.Content.Value)), new UserRef(row.SenderId.Value, row.Nickname.Value), row.SentAt));
    }
}
