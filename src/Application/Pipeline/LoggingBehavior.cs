using System.Diagnostics;
using Mediator;
using Microsoft.Extensions.Logging;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Pipeline;

public sealed class LoggingBehavior<TMessage, TResponse>(ILogger<LoggingBehavior<TMessage, TResponse>> logger) : IPipelineBehavior<TMessage, TResponse>
    where TMessage : notnull, IMessage
    where TResponse : IOutcome<TResponse>
{
    public async ValueTask<TResponse> Handle(TMessage message, MessageHandlerDelegate<TMessage, TResponse> next, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var response = await next(message, cancellationToken);
        if (response.Error is { } error) logger.Refused(typeof(TMessage).Name, error.Code);
        else logger.Answered(typeof(TMessage).Name, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return response;
    }
}

internal static partial class LoggingMessages
{
    [LoggerMessage(2001, LogLevel.Debug, "{UseCase} refused: {Code}")]
    public static partial void Refused(this ILogger logger, string useCase, string code);

    [LoggerMessage(2002, LogLevel.Debug, "{UseCase} answered in {Milliseconds:0.0} ms")]
    public static partial void Answered(this ILogger logger, string useCase, double milliseconds);
}
