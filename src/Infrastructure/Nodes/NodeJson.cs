using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Identity;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure.Nodes;

/// <summary>What a node tells the others over Redis.</summary>
/// <param name="Node">Who tells it.</param>
/// <param name="Number">Counts what this node says on this channel, so that a hole is seen.</param>
/// <param name="Id">Of its row in the database; null for a hint, which has none.</param>
/// <param name="InForum">Whether what the forum's readers see was changed.</param>
internal sealed record NodeMessage(Guid Node, long Number, long? Id, bool InForum, IReadOnlyList<LiveEvent> Events);

/// <summary>Somebody is here, away, or no longer here, on one node.</summary>
/// <param name="IsAway">Null when they are not here.</param>
/// <param name="Move">Counts the moves on that node.</param>
internal sealed record PresenceMoved(UserId UserId, bool? IsAway, long Move) : LiveEvent;

/// <summary>Live events as bytes: each with its kind, and what a frame says as it will be sent.</summary>
internal static class NodeJson
{
    private static readonly JsonSerializerOptions Options = new(ForumJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds } },
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static T Read<T>(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<T>(bytes, Options)!;

    private static void NameKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(LiveEvent)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "kind" };
        foreach (var kind in typeof(LiveEvent).Assembly.GetTypes().Append(typeof(PresenceMoved)).Append(typeof(LimitsUsed)).Append(typeof(GuessesMade)).Where(kind => kind.IsSubclassOf(typeof(LiveEvent))))
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, kind.Name));
    }
}
