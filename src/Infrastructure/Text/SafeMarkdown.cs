using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Infrastructure.Text;

/// <summary>
/// Markdown as GitHub writes it, without raw HTML: tags in the text show as text. What comes out of that passes an allow-list of elements,
/// attributes and schemes, so that a mistake of the one is caught by the other. Of long texts, which somebody may have made to be slow, one
/// fewer than there are processors are rendered at once. Whom it names by <c>@nickname</c> is linked to their profile.
/// </summary>
/// <param name="nicknames">Null links nobody.</param>
internal sealed partial class SafeMarkdown(INicknames? nicknames = null) : IMarkdown, IDisposable
{
    /// <summary>Pictures are shown from here only: one from elsewhere would tell its owner who reads.</summary>
    private const string OwnPictures = "/api/uploads/";

    // Honest text grows at most tenfold; a table of many columns and short rows, or a long address repeated by reference, grows without end.
    private const int MaxGrowth = 20;

    private static readonly Error TooComplex =
        Error.OfField("content.too_complex", "content", "This is nested too deeply, or becomes far larger than it is written. Make it simpler.");

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseTaskLists().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseAutoLinks().UseEmojiAndSmiley(enableSmileys: false).UseFootnotes()
        .UseSoftlineBreakAsHardlineBreak().DisableHtml().Build();

    private static readonly IReadOnlySet<string> NobodyNamed = new HashSet<string>(StringComparer.Ordinal);

    private const int Short = 4_000;
    private const int MostWaiting = 64;

    private readonly HtmlSanitizer _sanitizer = NewSanitizer();
    private readonly SemaphoreSlim _atOnce = new(Math.Max(1, Environment.ProcessorCount - 1));
    private int _waiting;

    public async ValueTask<Result<Markup>> RenderAsync(string source, CancellationToken cancellationToken)
    {
        var named = Mentions.KeysIn(source);
        var known = named.Count > 0 && nicknames is not null ? await nicknames.KnownAsync(named, cancellationToken) : NobodyNamed;
        if (source.Length <= Short) return Render(source, known);
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting) return CommonErrors.Busy;
            await _atOnce.WaitAsync(cancellationToken);
            try { return await Task.Run(() => Render(source, known), cancellationToken); }
            finally { _atOnce.Release(); }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _atOnce.Dispose();

    private Result<Markup> Render(string source, IReadOnlySet<string> known)
    {
        if (IsTableOfNothing(source)) return TooComplex;
        try
        {
            var document = Markdown.Parse(source, Pipeline);
            foreach (var picture in document.Descendants<LinkInline>().Where(link => link.IsImage).ToList()) KeepOwn(picture);
            var excerpt = Excerpt(document);
            if (known.Count > 0) LinkedNames.Write(document, known);

            using var writer = new BoundedWriter(source.Length * MaxGrowth + 4_096);
            var renderer = new HtmlRenderer(writer);
            Pipeline.Setup(renderer);
            renderer.Render(document);
            // The site's policy takes no inline styles; the old attribute says the same.
            var html = AlignmentStyle().Replace(writer.ToString(), "align=\"${side}\"");
            html = FootnotePlace().Replace(html, $"${{start}}${{kind}}-{KeyOf(source)}-${{number}}");
            return new Markup(source, _sanitizer.Sanitize(html), excerpt);
        }
        catch (ArgumentException)
        {
            // How Markdig says that something is nested too deeply.
            return TooComplex;
        }
        catch (TooLongException)
        {
            return TooComplex;
        }
    }

    /// <summary>Short rows of a wide table are filled up: two thousand columns and as many empty rows are four million cells. An honest table is a rectangle.</summary>
    private static bool IsTableOfNothing(string source)
    {
        var (widest, rows) = (0, 0);
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            var bars = line.Count('|');
            widest = Math.Max(widest, bars);
            if (bars > 0) rows++;
        }
        return (long)widest * rows > source.Length * 2 + 2_000;
    }

    private static void KeepOwn(LinkInline picture)
    {
        if (picture.Url?.StartsWith(OwnPictures, StringComparison.Ordinal) == true && !picture.Url.Contains("..", StringComparison.Ordinal)) return;
        picture.IsImage = false;
        if (picture.FirstChild is null) picture.AppendChild(new LiteralInline(picture.Url ?? ""));
    }

    private static string Excerpt(MarkdownDocument document)
    {
        var text = new StringBuilder();
        foreach (var part in document.Descendants())
        {
            if (text.Length > Markup.ExcerptLength * 4) break;
            switch (part)
            {
                case CodeBlock code: text.Append(' ').Append(code.Lines.ToString()); break;
                case LeafBlock or LineBreakInline: text.Append(' '); break;
                case LiteralInline literal: text.Append(literal.Content.AsSpan()); break;
                case CodeInline code: text.Append(code.Content); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.AsSpan()); break;
            }
        }
        return Domain.Common.Text.Excerpt(text.ToString(), Markup.ExcerptLength);
    }

    private static HtmlSanitizer NewSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(
                [
                    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "blockquote", "ul", "ol", "li", "pre", "code",
                    "table", "thead", "tbody", "tr", "th", "td", "a", "img", "input", "sup", "div",
                ], StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "title", "src", "alt", "start", "align", "type", "checked", "disabled"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.RemovingAttribute += (_, removing) =>
            removing.Cancel = (removing.Tag.LocalName == "code" && removing.Attribute.Name == "class" && CodeLanguage().IsMatch(removing.Attribute.Value))
            || (removing.Tag.LocalName is "a" or "li" && removing.Attribute.Name == "id" && FootnoteId().IsMatch(removing.Attribute.Value));
        sanitizer.PostProcessNode += (_, processed) => Finish(processed.Node);
        return sanitizer;
    }

    /// <summary>Footnotes of several texts stand on one page: each text's have names of their own.</summary>
    private static string KeyOf(string source) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 4));

    private static void Finish(INode node)
    {
        if (node is not IElement element) return;
        if (element.LocalName == "a") element.SetAttribute("rel", "nofollow noopener ugc");
        if (element.LocalName == "input" && element.GetAttribute("type") == "checkbox") element.SetAttribute("disabled", "");
        else if (element.LocalName == "input") element.Remove();
        if (element.LocalName == "img" && element.GetAttribute("src")?.StartsWith(OwnPictures, StringComparison.Ordinal) != true) element.Remove();
    }

    [GeneratedRegex("style=\"text-align: (?<side>left|center|right);\"", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AlignmentStyle();

    [GeneratedRegex(@"\Alanguage-[A-Za-z0-9_+#.-]{1,32}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CodeLanguage();

    [GeneratedRegex("(?<start>(?:id|href)=\"#?)(?<kind>fn|fnref):(?<number>[0-9]{1,5})", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FootnotePlace();

    [GeneratedRegex(@"\Afn(?:ref)?-[0-9a-f]{8}-[0-9]{1,5}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FootnoteId();

    private sealed class TooLongException : Exception;

    /// <summary>Stops a small text from becoming a huge page before it has become one.</summary>
    private sealed class BoundedWriter(int maxLength) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void Write(char value)
        {
            base.Write(value);
            Check();
        }

        public override void Write(char[] buffer, int index, int count)
        {
            base.Write(buffer, index, count);
            Check();
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            base.Write(buffer);
            Check();
        }

        public override void Write(string? value)
        {
            base.Write(value);
            Check();
        }

        private void Check()
        {
            if (GetStringBuilder().Length > maxLength) throw new TooLongException();
        }
    }
}
