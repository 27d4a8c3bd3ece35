using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Application.Clients;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class BlockEndpoints
{
    public static void MapBlocks(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/api/blocks").WithTags("Blocks").RequireActs(Act.SeeAccount, Act.ChangeAccount).ProducesProblem(400).ProducesProblem(401);
        mine.MapGet("", List).WithSummary("Whom I blocked, the latest first");
        mine.MapPut("/{userId:guid}", Block).WithSummary("Block somebody: neither sees when the other is here, writes to them or calls them").ProducesProblem(404);
        mine.MapDelete("/{userId:guid}", Unblock).WithSummary("Take a block back").ProducesProblem(404);
    }

    private static Task<Results<Ok<Page<BlockView>>, ProblemHttpResult>> List(string? cursor, ISender sender, CancellationToken ct, int limit = Page.DefaultLimit) =>
        sender.Answer(new ListBlocks(limit, cursor), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Block(Guid userId, ISender sender, CancellationToken ct) => sender.Do(new BlockPerson(UserId.From(userId), IsBlocked: true), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Unblock(Guid userId, ISender sender, CancellationToken ct) => sender.Do(new BlockPerson(UserId.From(userId), IsBlocked: false), ct);
}
