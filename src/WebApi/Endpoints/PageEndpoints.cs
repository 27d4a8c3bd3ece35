using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Mediator;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Posts;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.WebApi.Endpoints;

/// <summary>The app's file as a post's address answers it: with the post's title and beginning for those who show links, and its text for those without script.</summary>
internal static partial class PageEndpoints
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static void MapPages(this IEndpointRouteBuilder app) => app.MapMethods("/posts/{id:guid}", [HttpMethods.Get, HttpMethods.Head], Post).ExcludeFromDescription();

    private static async Task<IResult> Post(Guid id, HttpContext http, ISender sender, IActor actor, IWebHostEnvironment host, IOptions<ForumOptions> options, CancellationToken ct)
    {
        var file = host.WebRootFileProvider.GetFileInfo("index.html");
        if (!file.Exists) return Results.NotFound();
        using var reader = new StreamReader(file.CreateReadStream());
        var page = await reader.ReadToEndAsync(ct);
        if (actor.RefusalOf(Act.ReadForum) is null)
        {
            var found = await sender.Send(new GetPost(PostId.From(id)), ct);
            if (found.Error is null) page = With(page, found.Value, options.Value.PublicUrl ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}"));
        }
        // What it says depends on who reads it.
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = "Cookie";
        return Results.Content(page, "text/html; charset=utf-8");
    }

    private static string With(string page, PostView post, Uri site)
    {
        var (title, description) = (Html.Encode(post.Title), Html.Encode(post.Excerpt));
        var head = $"""
            <title>{title}</title>
            <meta name="description" content="{description}" />
            <link rel="canonical" href="{Html.Encode(new Uri(site, $"/posts/{post.Id:D}").AbsoluteUri)}" />
            <meta property="og:type" content="article" />
            <meta property="og:title" content="{title}" />
            <meta property="og:description" content="{description}" />
            <meta property="og:url" content="{Html.Encode(new Uri(site, $"/posts/{post.Id:D}").AbsoluteUri)}" />
            <meta property="article:published_time" content="{post.CreatedAt:yyyy-MM-ddTHH:mm:ssZ}" />
            <meta property="article:author" content="{Html.Encode(post.Author.Nickname)}" />
            """;
        var text = $"""<noscript><article><h1>{title}</h1><p>{Html.Encode(post.Author.Nickname)} · {Html.Encode(post.Category.Name)} · {post.CreatedAt:yyyy-MM-dd}</p>{post.ContentHtml}</article></noscript>""";
        page = Description().Replace(page, "", 1);
        page = Title().Replace(page, _ => head, 1);
        return Body().Replace(page, body => body.Value + text, 1);
    }

    [GeneratedRegex("<title>[^<]*</title>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Title();

    [GeneratedRegex("<meta name=\"description\"[^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Description();

    [GeneratedRegex("<body[^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Body();
}
