using System.Collections.Concurrent;
using Mediator;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.WebApi.Ws;

/// <summary>What one request of a socket is handled with: a scope of its own, in which the asker is known anew.</summary>
internal sealed class FrameContext(AsyncServiceScope scope, FrameContext.Factory factory) : IAsyncDisposable
{
    public ISender Sender { get; } = scope.ServiceProvider.GetRequiredService<ISender>();

    public TimeProvider Clock => factory.Clock;

    public Error? RefusalOf(Act act) => scope.ServiceProvider.GetRequiredService<Actor>().RefusalOf(act);

    /// <summary>What happens to the topic is told to this connection from now on.</summary>
    public object? Watch(string topic)
    {
        factory.Connections.Watch(factory.Connection, topic);
        return null;
    }

    public Result<object?> SetAway(bool isAway)
    {
        factory.Connections.SetAway(factory.Connection, isAway);
        return Result.Of<object?>(null);
    }

    public Result<object?> Unwatch(string topic)
    {
        factory.Connections.Unwatch(factory.Connection, topic);
        return Result.Of<object?>(null);
    }

    /// <summary>At most one typing hint in three seconds is passed on for a chat.</summary>
    public bool MayType(Guid chat) => factory.MayType(chat);

    /// <summary>A refused hint is not one of them: the next is looked at again.</summary>
    public Result<Done> Typed(Guid chat, Result<Done> said)
    {
        if (said.Error is not null) factory.ForgetTyping(chat);
        return said;
    }

    public ValueTask DisposeAsync() => scope.DisposeAsync();

    /// <summary>Of one connection.</summary>
    internal sealed class Factory(Connection connection, string token, SessionDirectory sessions, IServiceScopeFactory scopes, ConnectionManager connections, TimeProvider clock)
    {
        private const int MaxTypingChats = 256;
        private static readonly TimeSpan TypingPause = TimeSpan.FromSeconds(3);

        // Most connections never say that somebody types.
        private ConcurrentDictionary<Guid, DateTimeOffset>? _typed;

        public TimeProvider Clock => clock;

        public Connection Connection => connection;

        public ConnectionManager Connections => connections;

        /// <summary>Who asks is looked up for every request: role and standing may have changed since the last.</summary>
        /// <returns>Null when the session has ended.</returns>
        public async ValueTask<FrameContext?> OpenAsync()
        {
            if (await sessions.FindAsync(token, CancellationToken.None) is not { } user) return null;
            var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Actor>().Is(user);
            return new FrameContext(scope, this);
        }

        public bool MayType(Guid chat)
        {
            var now = clock.GetUtcNow();
            if (_typed is null) Interlocked.CompareExchange(ref _typed, new ConcurrentDictionary<Guid, DateTimeOffset>(), null);
            if (_typed.TryGetValue(chat, out var last) && (now - last).Duration() < TypingPause) return false;
            if (_typed.Count >= MaxTypingChats) _typed.Clear();
            _typed[chat] = now;
            return true;
        }

        public void ForgetTyping(Guid chat) => _typed?.TryRemove(chat, out _);

        public void Failed(Exception exception)
        {
            using var scope = scopes.CreateScope();
            scope.ServiceProvider.GetRequiredService<ILogger<Factory>>().FrameFailed(exception);
        }
    }
}

internal static partial class FrameLog
{
    [LoggerMessage(4002, LogLevel.Error, "A frame could not be answered")]
    public static partial void FrameFailed(this ILogger logger, Exception exception);
}
