using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Administration;

/// <summary>What everybody may know of the forum itself.</summary>
public sealed record GetForum : IQuery<Result<ForumView>>;

public sealed record ForumView(string Name, string Description, bool PublicReading, Admission Admission);

public sealed class GetForumHandler(IForumSettings settings) : IQueryHandler<GetForum, Result<ForumView>>
{
    public ValueTask<Result<ForumView>> Handle(GetForum query, CancellationToken cancellationToken)
    {
        var current = settings.Current;
        return ValueTask.FromResult<Result<ForumView>>(new ForumView(current.Name, current.Description, current.PublicReading, current.Admission));
    }
}
