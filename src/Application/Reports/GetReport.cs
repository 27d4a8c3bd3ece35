using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Reports;

namespace RealTimeForum.Application.Reports;

/// <summary>One report: to moderators with all they decide by, to the one who made it with what became of it.</summary>
public sealed record GetReport(ReportId Id) : IQuery<Result<ReportView>>;

public sealed class GetReportHandler(IReadDb db, IActor actor) : IQueryHandler<GetReport, Result<ReportView>>
{
    public async ValueTask<Result<ReportView>> Handle(GetReport query, CancellationToken cancellationToken)
    {
        var found = await db.FirstAsync(db.Reports.Where(report => report.Id == query.Id), cancellationToken);
        if (found is null || (!actor.IsStaff && found.Reporter != actor.UserId)) return ReportErrors.NotFound;
        return (await ReportViews.OfAsync(db, [found], actor.IsStaff, cancellationToken))[0];
    }
}
