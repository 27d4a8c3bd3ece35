using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Users;

/// <summary>An address mail can be sent to, at most 254 characters; compared without regard to case.</summary>
public sealed record EmailAddress
{
    public const int MaxLength = 254;

    private EmailAddress(string value) => Value = value;

    public string Value { get; }

    public string Key => KeyOf(Value);

    /// <summary>Takes what can be delivered to: one @, a local part, and a domain with a dot; the mail itself proves the rest.</summary>
    public static Result<EmailAddress> Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var domain = at < 0 ? "" : text[(at + 1)..];
        var isPlausible = at is > 0 and <= 64
            && text.Length <= MaxLength
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '(' or ')' or ',' or ';' or ':' or '"' or '\\')
            && domain.Contains('.', StringComparison.Ordinal)
            && !domain.Contains('@', StringComparison.Ordinal)
            && domain.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-');
        return isPlausible ? new EmailAddress(text) : UserErrors.EmailForm;
    }

    public static EmailAddress Stored(string value) => new(value);

    public static string KeyOf(string text) => text.ToUpperInvariant().ToLowerInvariant();

    public override string ToString() => Value;
}
