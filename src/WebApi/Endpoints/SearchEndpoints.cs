using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Search;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/search", Search).WithTags("Search").RequireAct(Act.ReadForum)
            .WithSummary("Posts, comments or messages of my chats by their words, newest first")
            .WithDescription("Words in any form; \"as written\", -not, begin*. The last word may go on. in: posts, comments, messages; author: a nickname; category: a slug; from and to: times.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);

    private static Task<Results<Ok<Page<SearchHitView>>, ProblemHttpResult>> Search(
        string? q, string? @in, Guid? chatId, string? author, string? category, DateTimeOffset? from, DateTimeOffset? to, string? cursor, IActor actor, ISender sender, CancellationToken ct,
        int limit = Page.DefaultLimit) =>
        @in == "messages" && actor.RefusalOf(Act.ReadChats) is { } refusal
            ? Task.FromResult<Results<Ok<Page<SearchHitView>>, ProblemHttpResult>>(Problems.From(refusal))
            : sender.Answer(new SearchContent(q ?? "", @in, chatId is { } id ? ChatId.From(id) : null, author, category, from, to, limit, cursor), ct);
}
