using System.Security.Cryptography;
using System.Text;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Domain.Chats;

/// <summary>What a message says: plain text with Markdown, 1–4 000 UTF-16 units; empty only beside an image, or once it was deleted.</summary>
public sealed record MessageContent
{
    public const int MaxLength = 4_000;

    public static readonly MessageContent Empty = new("");

    private MessageContent(string value) => Value = value;

    public string Value { get; }

    /// <param name="besideImage">Whether it may be empty.</param>
    public static Result<MessageContent> Parse(string text, bool besideImage = false) =>
        besideImage && text.Length == 0 ? Empty
        : Text.IsBlank(text) ? ChatErrors.ContentEmpty
        : text.Length > MaxLength ? ChatErrors.ContentTooLong
        : new MessageContent(text);

    public static MessageContent Stored(string value) => new(value);

    /// <summary>The first <paramref name="length"/> characters on one line, never half a letter.</summary>
    public string Excerpt(int length) => Text.Excerpt(Value, length);

    /// <summary>16 bytes that tell whether a resend says what was said first, after the first text itself was edited or deleted.</summary>
    public static byte[] Fingerprint(ChatId chat, MessageContent content, long? replyToSeq, IReadOnlyList<UploadId>? attachments = null) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{chat.Value:N} {replyToSeq ?? 0} {content.Value}{string.Concat((attachments ?? []).Select(id => $"\n{id.Value:N}"))}"))[..16];

    public override string ToString() => Value;
}
