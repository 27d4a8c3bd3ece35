using System.Net.WebSockets;
using Mediator;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Ws;

/// <summary>The door for sockets: who may enter, and the loop that reads what a client says.</summary>
internal static class WsEndpoint
{
    public const string Subprotocol = "forum.v1";
    public const int MaxFrameBytes = 32 * 1024;

    private static readonly Error NotAWebSocket = new("ws.upgrade_required", "This address takes WebSockets with the subprotocol forum.v1.");
    private static readonly Error ForeignOrigin = new("auth.foreign_origin", "This page is not of this site.", ErrorKind.Forbidden);

    public static void MapWs(this IEndpointRouteBuilder app) => app.Map("/ws", EnterAsync).ExcludeFromDescription();

    private static async Task EnterAsync(HttpContext http, SessionDirectory sessions, ConnectionManager connections, Database database, IOptions<ForumOptions> options, IServiceScopeFactory scopes, TimeProvider clock)
    {
        // Everything in one's chats comes over it.
        var refusal = http.RequestServices.GetRequiredService<IActor>().RefusalOf(Act.ReadChats);
        if (refusal is not null || http.Features.Get<SignedInUser>() is not { } user)
        {
            await Problems.From(refusal ?? CommonErrors.NotSignedIn).ExecuteAsync(http);
            return;
        }
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length > 0 ? !SameOrigin.IsOwn(http, origin) : !user.IsApiToken)
        {
            await Problems.From(ForeignOrigin).ExecuteAsync(http);
            return;
        }
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal))
        {
            await Problems.From(NotAWebSocket).ExecuteAsync(http);
            return;
        }

        var realtime = options.Value.Realtime;
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = Subprotocol, KeepAliveInterval = realtime.Heartbeat, KeepAliveTimeout = realtime.PongWithin,
        });
        var connection = new Connection(socket, http.Features.Get<JoinedUpgrade>()?.Stream, user.SessionId, user.UserId, realtime);
        var token = ForumAuthentication.TokenOf(http.Request)!;
        var hello = FrameEncoder.Encode(new Frame("hello", null, null, new HelloData(
            connection.Id, database.Epoch, new UserRef(user.UserId.Value, user.Nickname), clock.GetUtcNow(), (int)realtime.Heartbeat.TotalSeconds)));

        var writing = connection.RunWriterAsync();
        try
        {
            await connections.AttachAsync(connection, hello);
            // Signed out between the upgrade and now: nobody knew of this connection then.
            if (await sessions.FindAsync(token, CancellationToken.None) is null) connection.Close(CloseReason.SessionEnded);
            using var conversation = new Conversation(connection, socket, new FrameContext.Factory(connection, token, sessions, scopes, connections, clock), options.Value);
            await conversation.ListenAsync();
        }
        catch (Exception exception) when (StorageFailure.Of(exception) is not null)
        {
            // Who they are and what they see could not be read: they come again.
            connection.Close(CloseReason.Stopping);
        }
        finally
        {
            connections.Detach(connection);
            connection.Close(CloseReason.Normal);
            connection.Left();
            await writing;
        }
    }
}
