using System.Globalization;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Posts;

/// <summary>A page of posts.</summary>
/// <param name="Category">A slug; null or empty for all.</param>
/// <param name="Author">A nickname; null or empty for all.</param>
/// <param name="Tag">Null or empty for all.</param>
/// <param name="Mine"><c>following</c> or <c>bookmarks</c>: only those of mine.</param>
/// <param name="Period">Of <c>top</c>: <c>day</c>, <c>week</c>, <c>month</c>, or null or <c>all</c>, by when it was written.</param>
/// <param name="Sort"><c>new</c> (pinned ones first, the default), <c>active</c> by the latest comment, <c>top</c> by reactions; newest first among equals.</param>
/// <param name="Deleted">For those who keep order: true gives only deleted posts, false none, null both. Nobody else sees any.</param>
public sealed record ListPosts(string? Category, string? Author, string? Tag, string? Mine, string? Sort, string? Period, bool? Deleted, int Limit, [Verbatim] string? Cursor) : IQuery<Result<Page<PostItem>>>
{
    internal PostOrder Order => Enum.TryParse<PostOrder>(Sort, ignoreCase: true, out var order) ? order : PostOrder.New;
}

internal enum PostOrder { New, Active, Top }

/// <summary>The place of a list's last post in the list's order.</summary>
internal sealed record PostKey(PostOrder Order, long Place, PostId Id)
{
    public static PostKey? Read(string cursor) =>
        Cursor.Read(cursor, parts: 3) is [var sort, var place, var id]
        && Enum.TryParse<PostOrder>(sort, out var order) && Enum.IsDefined(order)
        && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (order != PostOrder.Active || Cursor.Time(place) is not null)
        && Guid.TryParse(id, out var guid) ? new PostKey(order, number, PostId.From(guid)) : null;

    public override string ToString() => Cursor.Of(Order.ToString(), Place.ToString(CultureInfo.InvariantCulture), Id.Value.ToString("N"));
}

public sealed class ListPostsValidator : AbstractValidator<ListPosts>
{
    private static readonly string[] Sorts = ["new", "active", "top"];

    internal static readonly IReadOnlyDictionary<string, TimeSpan?> Periods = new Dictionary<string, TimeSpan?>(StringComparer.Ordinal)
    {
        ["day"] = TimeSpan.FromDays(1), ["week"] = TimeSpan.FromDays(7), ["month"] = TimeSpan.FromDays(30), ["all"] = null,
    };

    public ListPostsValidator()
    {
        RuleFor(q => q.Sort).Must(sort => string.IsNullOrEmpty(sort) || Sorts.Contains(sort)).WithMessage("Sort by new, active or top.");
        RuleFor(q => q.Period).Must(period => string.IsNullOrEmpty(period) || Periods.ContainsKey(period)).WithMessage("A period is day, week, month or all.");
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(PostKey.Read);
        RuleFor(q => q.Cursor).Must((query, cursor) => PostKey.Read(cursor!)!.Order == query.Order).WithMessage("This is a cursor of another order.")
            .When(q => q.Cursor is { Length: > 0 } cursor && PostKey.Read(cursor) is not null);
    }
}

public sealed class ListPostsHandler(IReadDb db, IActor actor, TimeProvider clock) : IQueryHandler<ListPosts, Result<Page<PostItem>>>
{
    public async ValueTask<Result<Page<PostItem>>> Handle(ListPosts query, CancellationToken cancellationToken)
    {
        var posts = db.Posts.VisibleTo(actor);
        if (query.Deleted is { } deleted) posts = deleted ? posts.Where(post => post.DeletedAt != null) : posts.Where(post => post.DeletedAt == null);
        if (query.Category is { Length: > 0 })
        {
            if (!Slug.Parse(query.Category).TryGet(out var slug, out _)) return CategoryErrors.NotFound;
            if (await db.FirstAsync(db.Categories.Where(category => category.Slug == slug), cancellationToken) is not { } category) return CategoryErrors.NotFound;
            posts = posts.Where(post => post.CategoryId == category.Id);
        }
        if (query.Author is { Length: > 0 })
        {
            var key = Nickname.KeyOf(query.Author);
            if (await db.FirstAsync(db.Users.Where(user => user.NicknameKey == key), cancellationToken) is not { } author) return UserErrors.NotFound;
            posts = posts.Where(post => post.Author == author.Id);
        }

        if (query.Tag is { Length: > 0 })
        {
            var tag = Domain.Posts.Tag.KeyOf(query.Tag);
            posts = posts.Where(post => db.PostTags.Any(row => row.Tag == tag && row.PostId == post.Id));
        }
        if (query.Mine is not null)
        {
            if (!actor.IsSignedIn) return CommonErrors.NotSignedIn;
            var (me, isFollowing) = (actor.UserId, query.Mine == "following");
            posts = posts.Where(post => db.PostInterests.Any(row => row.PostId == post.Id && row.UserId == me && (isFollowing ? row.IsFollowed : row.IsBookmarked)));
        }
        if (query.Order == PostOrder.Top && query.Period is { Length: > 0 } && ListPostsValidator.Periods[query.Period] is { } period)
        {
            var since = clock.GetUtcNow() - period;
            posts = posts.Where(post => post.CreatedAt >= since);
        }

        var lines = await db.ListAsync(db.Lines(Sorted(posts, query).Take(query.Limit + 1)), cancellationToken);
        // The join keeps the page but promises no order.
        lines = [.. lines.OrderByDescending(line => KeyOf(line, query.Order).Place).ThenByDescending(line => line.Id)];
        var mine = await db.MineOnAsync(actor, [.. lines.Select(line => line.Id)], cancellationToken);
        var tags = await db.TagsOfAsync([.. lines.Select(line => line.Id)], cancellationToken);
        var interests = await db.InterestsOfAsync(actor, [.. lines.Select(line => line.Id)], cancellationToken);
        return Page.Of(lines, query.Limit, line => line.Show(mine, tags, interests(line.Id)), line => KeyOf(line, query.Order).ToString());
    }

    // Each order is one number with an index; "not after" it is a range of that index, and the rest only parts equals.
    private static IQueryable<Post> Sorted(IQueryable<Post> posts, ListPosts query)
    {
        var last = query.Cursor is { Length: > 0 } cursor ? PostKey.Read(cursor) : null;
        switch (query.Order)
        {
            case PostOrder.Active:
                if (last is not null)
                {
                    var place = DateTimeOffset.FromUnixTimeMilliseconds(last.Place);
                    posts = posts.Where(post => post.LastActivityAt <= place && (post.LastActivityAt < place || post.Id < last.Id));
                }
                return posts.OrderByDescending(post => post.LastActivityAt).ThenByDescending(post => post.Id);
            case PostOrder.Top:
                if (last is not null) posts = posts.Where(post => post.TopOrder <= last.Place && (post.TopOrder < last.Place || post.Id < last.Id));
                return posts.OrderByDescending(post => post.TopOrder).ThenByDescending(post => post.Id);
            default:
                if (last is not null) posts = posts.Where(post => post.NewOrder <= last.Place && (post.NewOrder < last.Place || post.Id < last.Id));
                return posts.OrderByDescending(post => post.NewOrder).ThenByDescending(post => post.Id);
        }
    }

    private static PostKey KeyOf(PostLine line, PostOrder order) => new(
        order,
        order switch { PostOrder.Active => line.LastActivityAt.ToUnixTimeMilliseconds(), PostOrder.Top => line.TopOrder, _ => line.NewOrder },
        line.Id);
}
