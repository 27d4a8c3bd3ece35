using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Infrastructure.Text;

/// <summary>Finds the words of the settings as whole words, in any case; a star at a word's end stands for any ending.</summary>
internal sealed class ContentRules(IOptions<ForumOptions> options) : IContentRules
{
    private readonly Regex? _refused = PatternOf(options.Value.Moderation.RefusedWords);
    private readonly Regex? _masked = PatternOf(options.Value.Moderation.MaskedWords);
    private readonly Regex? _held = PatternOf(options.Value.Moderation.HeldWords);

    public TimeSpan HoldLinksFor => options.Value.Moderation.HoldLinksFor;

    public Verdict Judge(string text) => new(
        _masked?.Replace(text, match => new string('*', new StringInfo(match.Value).LengthInTextElements)) ?? text, First(_refused, text), First(_held, text));

    private static string? First(Regex? words, string text) => words?.Match(text) is { Success: true } match ? match.Value : null;

    private static Regex? PatternOf(IReadOnlyList<string> words)
    {
        var parts = words.Select(word => word.Trim()).Where(word => word.TrimEnd('*').Length > 0).Select(word =>
        {
            var letters = Regex.Escape(word.TrimEnd('*').Normalize(NormalizationForm.FormC)).Replace("ё", "е", StringComparison.OrdinalIgnoreCase).Replace("е", "[её]", StringComparison.OrdinalIgnoreCase);
            return word.EndsWith('*') ? letters + @"[\p{L}\p{M}\p{N}]*" : letters;
        }).ToList();
        return parts.Count == 0
            ? null
            : new Regex($@"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:{string.Join('|', parts)})(?![\p{{L}}\p{{M}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
