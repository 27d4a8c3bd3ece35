using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Posts;

namespace RealTimeForum.Application.Posts;

/// <summary>What a text will look like; nothing is kept.</summary>
public sealed record PreviewText([Multiline] string Content) : IQuery<Result<PreviewView>>;

public sealed record PreviewView(string ContentHtml);

public sealed class PreviewTextValidator : AbstractValidator<PreviewText>
{
    public PreviewTextValidator() => RuleFor(q => q.Content).MaximumLength(Post.MaxLength).WithMessage(PostErrors.ContentTooLong.Message);
}

public sealed class PreviewTextHandler(IMarkdown markdown) : IQueryHandler<PreviewText, Result<PreviewView>>
{
    public async ValueTask<Result<PreviewView>> Handle(PreviewText query, CancellationToken cancellationToken) =>
        (await markdown.RenderAsync(query.Content, cancellationToken)).Match<Result<PreviewView>>(markup => new PreviewView(markup.Html), error => error);
}
