using FluentValidation;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>What the fields of a post must be, wherever they are asked for.</summary>
internal static class PostRules
{
    public static IRuleBuilderOptions<T, string> IsPostTitle<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(title => PostTitle.Parse(title).IsSuccess).WithMessage(PostErrors.TitleLength.Message);

    public static IRuleBuilderOptionsConditions<T, IReadOnlyList<string>?> AreTags<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) =>
        rule.Custom((tags, context) => context.AddRefusal(tags is null ? null : Tag.ParseAll(tags).Error));

    public static IRuleBuilderOptions<T, string> IsPostContent<T>(this IRuleBuilder<T, string> rule, Func<T, bool>? mayBeEmpty = null) => rule
        .Must((whole, content) => !Text.IsBlank(content) || mayBeEmpty?.Invoke(whole) == true).WithMessage(PostErrors.ContentEmpty.Message)
        .MaximumLength(Post.MaxLength).WithMessage(PostErrors.ContentTooLong.Message);
}
