using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Posts;

/// <summary>One line of 3–200 UTF-16 units that a reader can see something of.</summary>
public sealed record PostTitle
{
    public const int MinLength = 3;
    public const int MaxLength = 200;

    private PostTitle(string value) => Value = value;

    public string Value { get; }

    public static Result<PostTitle> Parse(string text) =>
        text.Length is < MinLength or > MaxLength || Text.IsBlank(text) ? PostErrors.TitleLength : new PostTitle(text);

    public static PostTitle Stored(string value) => new(value);

    public override string ToString() => Value;
}
