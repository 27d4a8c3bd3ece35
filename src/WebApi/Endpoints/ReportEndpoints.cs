using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Reports;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup("/api/reports").WithTags("Reports").RequireActs(Act.SeeAccount, Act.WriteForum).ProducesProblem(400).ProducesProblem(401);
        reports.MapPost("", File).WithSummary("Report a post, comment, message or person to the moderators; takes an Idempotency-Key").ProducesProblem(404).ProducesProblem(409)
            .WithDescription("Of a chat message the moderators see it and at most five before and after it, nothing else of the chat.");
        reports.MapGet("", List).RequireAct(Act.KeepOrder).WithSummary("Moderators: the queue, oldest first; state=decided gives what was decided").ProducesProblem(403);
        reports.MapGet("/{id:guid}", Get).WithSummary("A report: to moderators, and to who made it").ProducesProblem(404);
        reports.MapPatch("/{id:guid}", Decide).RequireAct(Act.KeepOrder).WithSummary("Moderators: decide this report and all others of the same thing").ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<Results<Created<ReportView>, Ok<ReportView>, ProblemHttpResult>> File(
        FileReportBody body, [FromHeader(Name = "Idempotency-Key")] string? key, ISender sender, CancellationToken ct)
    {
        if (!(await sender.Send(new FileReport(body.TargetType, body.TargetId, body.Reason, key), ct)).TryGet(out var filed, out var error)) return Problems.From(error);
        if (!(await sender.Send(new GetReport(ReportId.From(filed.Id)), ct)).TryGet(out var report, out error)) return Problems.From(error);
        return filed.IsNew ? TypedResults.Created($"/api/reports/{report.Id}", report) : TypedResults.Ok(report);
    }

    private static Task<Results<Ok<Page<ReportView>>, ProblemHttpResult>> List(string? state, string? cursor, ISender sender, CancellationToken ct, int limit = Page.DefaultLimit) =>
        sender.Answer(new ListReports(state, limit, cursor), ct);

    private static Task<Results<Ok<ReportView>, ProblemHttpResult>> Get(Guid id, ISender sender, CancellationToken ct) => sender.Answer(new GetReport(ReportId.From(id)), ct);

    private static async Task<Results<Ok<ReportView>, ProblemHttpResult>> Decide(Guid id, DecideReportBody body, ISender sender, CancellationToken ct) =>
        (await sender.Send(new DecideReport(ReportId.From(id), body.Decision, body.Note), ct)).Error is { } refusal
            ? Problems.From(refusal)
            : await sender.Answer(new GetReport(ReportId.From(id)), ct);

    internal sealed record FileReportBody(ReportTarget? TargetType = null, Guid? TargetId = null, string Reason = "");

    internal sealed record DecideReportBody(ReportState? Decision = null, string? Note = null);
}
