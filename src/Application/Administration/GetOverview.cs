using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: how the forum is doing, now and over the last days.</summary>
/// <param name="Days">1–90.</param>
public sealed record GetOverview(int Days) : IQuery<Result<OverviewView>>;

/// <param name="History">Oldest first, at most about 300.</param>
public sealed record OverviewView(Sample Now, IReadOnlyList<Sample> History, MailCounts Mails);

public sealed class GetOverviewValidator : AbstractValidator<GetOverview>
{
    public GetOverviewValidator() => RuleFor(q => q.Days).InclusiveBetween(1, 90).WithMessage("1 to 90 days.");
}

public sealed class GetOverviewHandler(IReadDb db, IOverview overview, IMailbag mails, TimeProvider clock) : IQueryHandler<GetOverview, Result<OverviewView>>
{
    private const int Shown = 300;

    public async ValueTask<Result<OverviewView>> Handle(GetOverview query, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow().AddDays(-query.Days);
        var samples = await db.ListAsync(db.Samples.Where(sample => sample.At > since).OrderBy(sample => sample.At), cancellationToken);
        var step = Math.Max(1, (int)Math.Ceiling(samples.Count / (double)Shown));
        return new OverviewView(await overview.NowAsync(cancellationToken), [.. samples.Where((_, index) => (samples.Count - 1 - index) % step == 0)],
            await mails.CountAsync(cancellationToken));
    }
}
