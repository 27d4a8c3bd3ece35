using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: the settings as they hold now.</summary>
public sealed record GetSettings : IQuery<Result<ForumSettings>>;

public sealed class GetSettingsHandler(IForumSettings settings) : IQueryHandler<GetSettings, Result<ForumSettings>>
{
    public ValueTask<Result<ForumSettings>> Handle(GetSettings query, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ForumSettings>>(settings.Current);
}
