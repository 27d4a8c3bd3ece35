using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>The tags most posts have, among those that begin so.</summary>
public sealed record ListTags(string? Beginning, int Limit) : IQuery<Result<Page<TagView>>>;

public sealed record TagView(string Tag, int PostCount);

public sealed class ListTagsValidator : AbstractValidator<ListTags>
{
    public ListTagsValidator()
    {
        RuleFor(q => q.Beginning).MaximumLength(Tag.MaxLength).WithMessage($"At most {Tag.MaxLength} characters.").OverridePropertyName("q");
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class ListTagsHandler(IReadDb db) : IQueryHandler<ListTags, Result<Page<TagView>>>
{
    public async ValueTask<Result<Page<TagView>>> Handle(ListTags query, CancellationToken cancellationToken)
    {
        var beginning = Tag.KeyOf(query.Beginning ?? "");
        var tags =
            from tag in db.PostTags
            where beginning == "" || tag.Tag.StartsWith(beginning)
            join post in db.Posts on tag.PostId equals post.Id
            where post.DeletedAt == null
            group tag by tag.Tag into one
            orderby one.Count() descending, one.Key
            select new TagView(one.Key, one.Count());
        return Page.Whole<TagView>(await db.ListAsync(tags.Take(query.Limit), cancellationToken));
    }
}
