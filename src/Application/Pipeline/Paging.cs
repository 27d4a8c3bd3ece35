using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FluentValidation;

namespace RealTimeForum.Application.Pipeline;

/// <param name="Next">Gives the page after this one; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public static class Page
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    /// <param name="rows">One more than asked for, where there is more.</param>
    public static Page<T> Of<TRow, T>(List<TRow> rows, int limit, Func<TRow, T> show, Func<TRow, string> cursor) =>
        new([.. rows.Take(limit).Select(show)], rows.Count > limit ? cursor(rows[limit - 1]) : null);

    public static Page<T> Whole<T>(IReadOnlyList<T> items) => new(items, null);
}

/// <summary>The key of a page's last row, opaque to clients.</summary>
public static class Cursor
{
    public static string Of(params ReadOnlySpan<string> parts) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts)));

    public static string Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <returns>Null when the text is no time of a cursor.</returns>
    public static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms) && ms is > -100_000_000_000_000 and < 100_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <returns>Null when it is not one of ours with so many parts.</returns>
    public static string[]? Read(string cursor, int parts)
    {
        try
        {
            var read = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n');
            return read.Length == parts ? read : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public static IRuleBuilderOptions<T, string?> IsCursor<T, TKey>(this IRuleBuilder<T, string?> rule, Func<string, TKey?> read)
        where TKey : class =>
        rule.Must(cursor => string.IsNullOrEmpty(cursor) || read(cursor) is not null).WithMessage("This is not a cursor of this list.");

    public static IRuleBuilderOptions<T, int> IsLimit<T>(this IRuleBuilder<T, int> rule, int max = Page.MaxLimit) =>
        rule.InclusiveBetween(1, max).WithMessage($"A limit is 1 to {max}.");
}

/// <summary>The place of a page's last row in a list that goes by one number.</summary>
public sealed record NumberKey(long Number)
{
    public static NumberKey? Read(string cursor) =>
        Cursor.Read(cursor, parts: 1) is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new NumberKey(number) : null;

    /// <param name="first">Where a list without a cursor begins.</param>
    public static long In(string? cursor, long first) => cursor is { Length: > 0 } ? Read(cursor)!.Number : first;

    public override string ToString() => Cursor.Of(Number.ToString(CultureInfo.InvariantCulture));
}
