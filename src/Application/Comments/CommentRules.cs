using FluentValidation;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Comments;

/// <summary>What the fields of a comment must be, wherever they are asked for.</summary>
internal static class CommentRules
{
    public static IRuleBuilderOptions<T, string> IsCommentContent<T>(this IRuleBuilder<T, string> rule, Func<T, bool>? mayBeEmpty = null) => rule
        .Must((whole, content) => !Text.IsBlank(content) || mayBeEmpty?.Invoke(whole) == true).WithMessage(CommentErrors.ContentEmpty.Message)
        .MaximumLength(Comment.MaxLength).WithMessage(CommentErrors.ContentTooLong.Message);
}
