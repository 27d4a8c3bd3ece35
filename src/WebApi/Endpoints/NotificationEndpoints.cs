using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Application.Notifications;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/api/notifications").WithTags("Notifications").RequireActs(Act.SeeAccount, Act.ChangeAccount).ProducesProblem(400).ProducesProblem(401);
        mine.MapGet("", List).WithSummary("What calls me, the latest first, and how many I have not read");
        mine.MapPut("/read", Read).WithSummary("I have read up to this notification, on all my devices").ProducesProblem(404);
    }

    private static Task<Results<Ok<NotificationPage>, ProblemHttpResult>> List(bool? unread, string? cursor, ISender sender, CancellationToken ct, int limit = Page.DefaultLimit) =>
        sender.Answer(new ListNotifications(unread ?? false, limit, cursor), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Read(ReadBody body, ISender sender, CancellationToken ct) =>
        sender.Do(new ReadNotifications(body.UpTo is { } id ? NotificationId.From(id) : null), ct);

    internal sealed record ReadBody(Guid? UpTo = null);
}
