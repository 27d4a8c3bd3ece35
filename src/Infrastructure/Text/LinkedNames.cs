using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Text;

/// <summary>Makes each <c>@nickname</c> of a text a link to that person, outside of code and of other links.</summary>
internal static class LinkedNames
{
    /// <param name="known">Keys of the nicknames that somebody has.</param>
    public static void Write(MarkdownDocument document, IReadOnlySet<string> known)
    {
        foreach (var block in document.Descendants<LeafBlock>().ToList())
        {
            if (block.Inline is { } inline) Write(inline, known);
        }
    }

    private static void Write(ContainerInline container, IReadOnlySet<string> known)
    {
        if (container is LinkInline) return;
        for (var child = container.FirstChild; child is not null;)
        {
            var next = child.NextSibling;
            if (child is ContainerInline inner) Write(inner, known);
            else if (child is LiteralInline)
            {
                // A sign that might have been a mark, such as an underscore, stands apart from the letters around it.
                var text = "";
                for (next = child; next is LiteralInline part; next = part.NextSibling) text += part.Content.ToString();
                if (text.Contains('@', StringComparison.Ordinal)) Split(child, next, text, known);
            }
            child = next;
        }
    }

    /// <param name="end">What follows the literals whose text this is; null where nothing does.</param>
    private static void Split(Inline first, Inline? end, string text, IReadOnlySet<string> known)
    {
        List<Inline> parts = [];
        var done = 0;
        foreach (var (at, name) in Mentions.In(text))
        {
            if (Known(name, known) is not { } nickname) continue;
            if (at > done) parts.Add(new LiteralInline(text[done..at]));
            var link = new LinkInline($"/users/{Uri.EscapeDataString(nickname)}", "");
            link.AppendChild(new LiteralInline("@" + nickname));
            parts.Add(link);
            done = at + 1 + nickname.Length;
        }
        if (parts.Count == 0) return;
        if (done < text.Length) parts.Add(new LiteralInline(text[done..]));

        foreach (var part in parts) first.InsertBefore(part);
        for (var old = first; old is not null && old != end;)
        {
            var next = old.NextSibling;
            old.Remove();
            old = next;
        }
    }

    private static string? Known(string name, IReadOnlySet<string> known) =>
        known.Contains(Nickname.KeyOf(name)) ? name
        : name.TrimEnd('.', '-') is var shorter && known.Contains(Nickname.KeyOf(shorter)) ? shorter : null;
}
