using System.Collections.Frozen;
using System.Text.Json;
using Mediator;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Ws;

/// <summary>Every request a socket can make, by type: each becomes the same command that its REST path sends.</summary>
internal static class FrameRouter
{
    public delegate ValueTask<Result<object?>> Handler(FrameContext context, JsonElement data, CancellationToken cancellationToken);

    private static readonly Error Malformed = new("request.malformed", "This is not a frame: send one JSON object with id, type and data.");
    private static readonly Error UnknownType = new("frame.unknown_type", "There is no such request.");

    private static readonly FrozenDictionary<string, Handler> Handlers = new Dictionary<string, Handler>(StringComparer.Ordinal)
    {
        ["ping"] = (context, _, _) => ValueTask.FromResult<Result<object?>>(new PongData(context.Clock.GetUtcNow())),
        ["message.send"] = To<MessageSendData>(async (context, data, ct) =>
            data.ChatId is not { } chat ? Missing("chatId")
            : Show(await context.Sender.Send(new SendMessage(ChatId.From(chat), data.ClientMessageId, data.Content, data.ReplyToId is { } reply ? MessageId.From(reply) : null, data.AttachmentIds?.Select(UploadId.From).ToList()), ct), sent => sent.Message)),
        ["message.edit"] = To<MessageEditData>(async (context, data, ct) =>
            data.MessageId is not { } id ? Missing("messageId") : Show(await context.Sender.Send(new EditMessage(MessageId.From(id), data.Content, data.AttachmentIds?.Select(UploadId.From).ToList()), ct), message => message)),
        ["message.delete"] = To<MessageDeleteData>(async (context, data, ct) =>
            data.MessageId is not { } id ? Missing("messageId") : Show(await context.Sender.Send(new DeleteMessage(MessageId.From(id)), ct), Nothing)),
        ["reaction.add"] = To<ReactionData>((context, data, ct) => React(context, data, isOn: true, ct)),
        ["reaction.remove"] = To<ReactionData>((context, data, ct) => React(context, data, isOn: false, ct)),
        ["chat.read"] = To<MarkData>((context, data, ct) => Mark(context, data, isRead: true, ct)),
        ["chat.delivered"] = To<MarkData>((context, data, ct) => Mark(context, data, isRead: false, ct)),
        ["typing"] = To<TypingData>(async (context, data, ct) =>
            data.ChatId is not { } chat ? Missing("chatId")
            : !context.MayType(chat) ? Result.Of<object?>(null)
            : Show(context.Typed(chat, await context.Sender.Send(new SayTyping(ChatId.From(chat)), ct)), Nothing)),
        ["presence"] = To<PresenceData>((context, data, _) => ValueTask.FromResult(
            data.State is "active" or "away" ? context.SetAway(data.State == "away") : CommonErrors.Invalid("state", "Say active or away."))),
        ["watch"] = To<TopicData>(async (context, data, ct) =>
            Show(await context.Sender.Send(new WatchTopic(data.Topic), ct), topic => context.Watch(topic))),
        ["unwatch"] = To<TopicData>((context, data, _) => ValueTask.FromResult(context.Unwatch(data.Topic))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Types => Handlers.Keys;

    /// <summary>What a request needs the right to; what isn't named here says something in a chat.</summary>
    private static Act? ActOf(string type) => type switch
    {
        "ping" => null,
        "watch" or "unwatch" => Act.ReadForum,
        "chat.read" or "chat.delivered" or "presence" => Act.ReadChats,
        _ => Act.WriteChats,
    };

    public static async Task<ReadOnlyMemory<byte>> AnswerAsync(FrameContext context, ClientFrame? frame, CancellationToken cancellationToken)
    {
        if (frame is not { } known) return ServerFrames.Error(default, Problems.Details(Malformed));
        if (known.Id.ValueKind is JsonValueKind.Undefined) return ServerFrames.Error(default, Problems.Details(CommonErrors.Invalid("id", "Give each request an id: a string or a number.")));
        if (!Handlers.TryGetValue(known.Type, out var handler)) return ServerFrames.Error(known.Id, Problems.Details(UnknownType));
        if (ActOf(known.Type) is { } act && context.RefusalOf(act) is { } refusal) return ServerFrames.Error(known.Id, Problems.Details(refusal));
        var answer = await handler(context, known.Data, cancellationToken);
        return answer.Error is { } error ? ServerFrames.Error(known.Id, Problems.Details(error)) : ServerFrames.Reply(known.Id, answer.Value);
    }

    private static Handler To<TData>(Func<FrameContext, TData, CancellationToken, ValueTask<Result<object?>>> handle)
        where TData : class => async (context, element, cancellationToken) =>
    {
        TData? data;
        try
        {
            data = element.ValueKind is JsonValueKind.Object ? element.Deserialize<TData>(WebJson.Options) : null;
        }
        catch (JsonException json)
        {
            return JsonErrors.From(json);
        }
        catch (InvalidOperationException)
        {
            // The name of a field holds half of a surrogate pair.
            return Malformed;
        }
        return data is null ? CommonErrors.Invalid("data", "Send the request's data as an object.") : await handle(context, data, cancellationToken);
    };

    private static async ValueTask<Result<object?>> React(FrameContext context, ReactionData data, bool isOn, CancellationToken cancellationToken) =>
        data.MessageId is not { } id ? Missing("messageId") : Show(await context.Sender.Send(new ReactToMessage(MessageId.From(id), data.Emoji, isOn), cancellationToken), counts => counts);

    private static async ValueTask<Result<object?>> Mark(FrameContext context, MarkData data, bool isRead, CancellationToken cancellationToken) =>
        data.ChatId is not { } chat ? Missing("chatId") : Show(await context.Sender.Send(new MoveMarks(ChatId.From(chat), data.Seq, isRead), cancellationToken), Nothing);

    private static Result<object?> Show<T>(Result<T> result, Func<T, object?> show) => result.Match(value => Result.Of(show(value)), Result<object?>.Failed);

    private static object? Nothing(Done done) => null;

    private static Result<object?> Missing(string field) => CommonErrors.Invalid(field, "Fill this in.");
}
