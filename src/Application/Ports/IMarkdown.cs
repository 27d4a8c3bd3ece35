using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Ports;

/// <summary>Renders and sanitises; takes milliseconds, so it runs before the transaction.</summary>
public interface IMarkdown
{
    Markup Render(string source);
}
