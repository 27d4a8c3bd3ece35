using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Ports;

/// <summary>Renders and sanitises; a long text takes up to a second, so it is done before the transaction, and only so many at once.</summary>
public interface IMarkdown
{
    /// <returns>Or <c>content.too_complex</c>, when what it would become is too deep or far larger than what was written; <c>server.busy</c>, when too many wait.</returns>
    ValueTask<Result<Markup>> RenderAsync(string source, CancellationToken cancellationToken);
}
