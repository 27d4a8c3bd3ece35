using System.Diagnostics;
using Mediator;
using Microsoft.Extensions.Logging;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Pipeline;

public sealed class LoggingBehavior<TMessage, TResponse>(ILogger<LoggingBehavior<TMessage, TResponse>> logger) : IPipelineBehavior<TMessage, TResponse>
    where TMessage : notnull, IMessage
    where TResponse : IOutcome<TResponse>
{
    private static readonly KeyValuePair<string, object?> UseCase = new("use_case", typeof(TMessage).Name);

    public async ValueTask<TResponse> Handle(TMessage message, MessageHandlerDelegate<TMessage, TResponse> next, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var response = await next(message, cancellationToken);
        var took = Stopwatch.GetElapsedTime(start);
        if (response.Error is { } error)
        {
            ForumMeter.Refused.Add(1, UseCase, new KeyValuePair<string, object?>("code", error.Code));
            logger.Refused(typeof(TMessage).Name, error.Code);
        }
        else
        {
            ForumMeter.Answered.Record(took.TotalSeconds, UseCase);
            logger.Answered(typeof(TMessage).Name, took.TotalMilliseconds);
        }
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
