using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Ports;

/// <summary>Renders and sanitises; takes milliseconds, so it runs before the transaction. Safe to call from several threads.</summary>
public interface IMarkdown
{
    /// <returns>Or <c>content.too_complex</c>, when what it would become is too deep or far larger than what was written.</returns>
    Result<Markup> Render(string source);
}
