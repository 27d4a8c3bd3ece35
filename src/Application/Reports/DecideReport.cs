using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Reports;

namespace RealTimeForum.Application.Reports;

/// <summary>Moderators: says of a report, and of all others about the same thing, whether it was right. What was held back is published when it was not.</summary>
public sealed record DecideReport(ReportId Id, ReportState? Decision, [Multiline] string? Note) : ICommand<Result<Done>>;

public sealed class DecideReportValidator : AbstractValidator<DecideReport>
{
    public DecideReportValidator()
    {
        RuleFor(c => c.Decision).Must(decision => decision is ReportState.Upheld or ReportState.Dismissed).WithMessage("A decision is upheld or dismissed.");
        RuleFor(c => c.Note).MaximumLength(Report.MaxNoteLength).WithMessage($"At most {Report.MaxNoteLength} characters.");
    }
}

public sealed class DecideReportHandler(IReportRepository reports, IActor actor, IAudit audit, TimeProvider clock) : ICommandHandler<DecideReport, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(DecideReport command, CancellationToken cancellationToken)
    {
        if (!actor.IsStaff) return CommonErrors.Forbidden;
        if (await reports.FindAsync(command.Id, cancellationToken) is not { } report) return ReportErrors.NotFound;
        if (report.State != ReportState.Open) return ReportErrors.Decided;
        var isUpheld = command.Decision == ReportState.Upheld;
        foreach (var same in await reports.OpenAsync(report.TargetType, report.TargetId, cancellationToken))
        {
            if (same.Decide(actor.UserId, isUpheld, command.Note, clock.GetUtcNow()).Error is { } refusal) return refusal;
            await reports.ForgetContextAsync(same.Id, cancellationToken);
            audit.Record(isUpheld ? "report.uphold" : "report.dismiss", "report", same.Id.Value, command.Note);
        }
        return Done.Instance;
    }
}
