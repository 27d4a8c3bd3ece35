using FluentValidation;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>What the fields of posts and comments must be, wherever they are asked for.</summary>
internal static class PostRules
{
    public static IRuleBuilderOptions<T, string> IsPostTitle<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(title => PostTitle.Parse(title).IsSuccess).WithMessage(PostErrors.TitleLength.Message);

    public static IRuleBuilderOptions<T, string> IsPostContent<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(content => !Text.IsBlank(content)).WithMessage(PostErrors.ContentEmpty.Message)
        .MaximumLength(Post.MaxLength).WithMessage(PostErrors.ContentTooLong.Message);

    public static IRuleBuilderOptions<T, string> IsCommentContent<T>(this IRuleBuilder<T, string> rule) => rule
        .Must(content => !Text.IsBlank(content)).WithMessage(CommentErrors.ContentEmpty.Message)
        .MaximumLength(Comment.MaxLength).WithMessage(CommentErrors.ContentTooLong.Message);
}

/// <summary>The versions a request said it had seen (<c>If-Match</c>); an edit of another version is stale.</summary>
public sealed record SeenVersions(IReadOnlyList<int> Versions)
{
    public static Error? Refusal(SeenVersions? seen, int current) => seen is null || seen.Versions.Contains(current) ? null : CommonErrors.Stale;
}
