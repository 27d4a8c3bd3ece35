using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Uploads;

/// <summary>The pictures of some people; who has none is left out.</summary>
public sealed record ListAvatars(IReadOnlyList<UserId> People) : IQuery<Result<Page<AvatarView>>>;

public sealed record AvatarView(Guid UserId, string Url);

public sealed class ListAvatarsValidator : AbstractValidator<ListAvatars>
{
    public const int Most = 100;

    public ListAvatarsValidator() => RuleFor(q => q.People).Must(people => people.Count <= Most).WithMessage($"At most {Most} people at once.").OverridePropertyName("ids");
}

public sealed class ListAvatarsHandler(IReadDb db) : IQueryHandler<ListAvatars, Result<Page<AvatarView>>>
{
    public async ValueTask<Result<Page<AvatarView>>> Handle(ListAvatars query, CancellationToken cancellationToken)
    {
        var pictures = await db.PicturesAsync(UploadUse.Avatar, [.. query.People.Select(person => person.Value)], cancellationToken);
        return Page.Whole<AvatarView>([.. pictures.Select(picture => new AvatarView(picture.Key, picture.Value))]);
    }
}
