using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Reports;

namespace RealTimeForum.Application.Reports;

/// <summary>Moderators: what waits for a decision, oldest first; or what was decided, latest report first.</summary>
/// <param name="State"><c>open</c> (the default) or <c>decided</c>.</param>
public sealed record ListReports(string? State, int Limit, [Verbatim] string? Cursor) : IQuery<Result<Page<ReportView>>>;

public sealed class ListReportsValidator : AbstractValidator<ListReports>
{
    public ListReportsValidator()
    {
        RuleFor(q => q.State).Must(state => state is null or "" or "open" or "decided").WithMessage("A state is open or decided.");
        RuleFor(q => q.Limit).IsLimit();
        RuleFor(q => q.Cursor).IsCursor(ListReportsHandler.ReadCursor);
    }
}

public sealed class ListReportsHandler(IReadDb db, IActor actor) : IQueryHandler<ListReports, Result<Page<ReportView>>>
{
    public async ValueTask<Result<Page<ReportView>>> Handle(ListReports query, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff) return CommonErrors.Forbidden;
        var last = query.Cursor is { Length: > 0 } cursor ? ReadCursor(cursor) : null;
        var reports = query.State == "decided" ? Decided(last) : Open(last);
        var rows = await db.ListAsync(reports.Take(query.Limit + 1), cancellationToken);
        var views = await ReportViews.OfAsync(db, [.. rows.Take(query.Limit)], toStaff: true, cancellationToken);
        return new Page<ReportView>(views, rows.Count > query.Limit ? Cursor.Of(rows[query.Limit - 1].Id.Value.ToString()) : null);
    }

    private IQueryable<Report> Open(ReportKey? last)
    {
        var reports = db.Reports.Where(report => report.State == ReportState.Open);
        if (last is not null) reports = reports.Where(report => report.Id > last.Id);
        return reports.OrderBy(report => report.Id);
    }

    private IQueryable<Report> Decided(ReportKey? last)
    {
        var reports = db.Reports.Where(report => report.State != ReportState.Open);
        if (last is not null) reports = reports.Where(report => report.Id < last.Id);
        return reports.OrderByDescending(report => report.Id);
    }

    internal static ReportKey? ReadCursor(string cursor) => Cursor.Read(cursor, parts: 1) is [var id] && Guid.TryParse(id, out var guid) ? new ReportKey(ReportId.From(guid)) : null;

    internal sealed record ReportKey(ReportId Id);
}
