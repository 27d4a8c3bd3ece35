using Mediator;
using RealTimeForum.Application.Clients;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>What everyone may know of a person.</summary>
public sealed record GetProfile(string Nickname) : IQuery<Result<ProfileView>>;

/// <param name="IsBlocked">I blocked them.</param>
public sealed record ProfileView(
    Guid Id, string Nickname, Role Role, DateTimeOffset JoinedAt, bool IsOnline, bool IsAway, DateTimeOffset? LastSeenAt, int PostCount, int CommentCount, bool IsBlocked)
{
    /// <summary>The address of their picture; null for none.</summary>
    public string? AvatarUrl { get; init; }
}

public sealed class GetProfileHandler(IReadDb db, IActor actor, IPresence presence) : IQueryHandler<GetProfile, Result<ProfileView>>
{
    public async ValueTask<Result<ProfileView>> Handle(GetProfile query, CancellationToken cancellationToken)
    {
        var key = Nickname.KeyOf(query.Nickname);
        var found =
            from user in db.Users
            where user.NicknameKey == key && user.ErasedAt == null
            join client in db.Clients on user.Id equals client.Id
            select new
            {
                user.Id, user.Nickname, user.Role, user.JoinedAt, client.LastSeenAt,
                Posts = db.Posts.Count(post => post.Author == user.Id && post.DeletedAt == null),
                Comments = db.Comments.Count(comment => comment.Author == user.Id && comment.DeletedAt == null && db.Posts.Any(post => post.Id == comment.PostId && post.DeletedAt == null)),
            };
        if (await db.FirstAsync(found, cancellationToken) is not { } person) return UserErrors.NotFound;
        var hidden = await PresenceViews.HiddenFromAsync(db, actor.IsSignedIn ? actor.UserId : null, [person.Id], cancellationToken);
        var seen = PresenceViews.Of(presence, person.Id, person.LastSeenAt, hidden);
        var isBlocked = actor.IsSignedIn && await db.AnyAsync(db.Blocks.Where(block => block.Blocker == actor.UserId && block.Blocked == person.Id), cancellationToken);
        return new ProfileView(
            person.Id.Value, person.Nickname.Value, person.Role, person.JoinedAt, seen.IsOnline, seen.IsAway, seen.LastSeenAt, person.Posts, person.Comments, isBlocked)
        {
            AvatarUrl = await db.PictureAsync(UploadUse.Avatar, person.Id.Value, cancellationToken),
        };
    }
}
