using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Reports;

/// <summary>Sorts by when they were made, in memory as in the database.</summary>
public readonly record struct ReportId(Guid Value) : IEntityId<ReportId>, IComparable<ReportId>
{
    public static ReportId New() => new(TimeOrdered.NewGuid());

    public static ReportId From(Guid value) => new(value);

    public static bool operator <(ReportId left, ReportId right) => left.CompareTo(right) < 0;

    public static bool operator >(ReportId left, ReportId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReportId left, ReportId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReportId left, ReportId right) => left.CompareTo(right) >= 0;

    public int CompareTo(ReportId other) => Value.CompareTo(other.Value);
}

public enum ReportTarget { Post, Comment, Message, User }

/// <summary>Open until a moderator decided. What was held back is published by dismissing, and stays away by upholding.</summary>
public enum ReportState { Open, Upheld, Dismissed }

/// <summary>Somebody says that something is not right; or the forum itself holds something back until a moderator has seen it.</summary>
public sealed class Report : AggregateRoot<ReportId>
{
    public const int MaxReasonLength = 1_000;
    public const int MaxNoteLength = 1_000;

    private Report() => Reason = null!;

    /// <param name="reporter">Null is the forum itself, by its settings.</param>
    /// <param name="author">Whose it is; of a person, themselves.</param>
    public Report(UserId? reporter, ReportTarget targetType, Guid targetId, UserId author, string reason, DateTimeOffset now)
    {
        (Id, Reporter, TargetType, TargetId, Author, Reason, CreatedAt) = (ReportId.New(), reporter, targetType, targetId, author, reason, now);
        Raise(new ReportFiled(Id));
    }

    public UserId? Reporter { get; private set; }

    public ReportTarget TargetType { get; private set; }

    public Guid TargetId { get; private set; }

    public UserId Author { get; private set; }

    public string Reason { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public ReportState State { get; private set; }

    /// <summary>What the moderator says of it to other moderators.</summary>
    public string? Note { get; private set; }

    public UserId? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Whether it is about something that waits to be published.</summary>
    public bool IsAutomatic => Reporter is null;

    public Result<Done> Decide(UserId moderator, bool isUpheld, string? note, DateTimeOffset now)
    {
        if (State != ReportState.Open) return ReportErrors.Decided;
        (State, Note, DecidedBy, DecidedAt) = (isUpheld ? ReportState.Upheld : ReportState.Dismissed, note, moderator, now);
        Raise(new ReportDecided(Id));
        return Done.Instance;
    }
}

/// <summary>A message as it was when it, or one near it, was reported: all that moderators see of a chat. Those around it are forgotten with the decision.</summary>
public sealed class ReportedMessage
{
    /// <summary>Shown on each side of the one that is reported.</summary>
    public const int Around = 5;

    private ReportedMessage() => Content = null!;

    public ReportedMessage(ReportId report, Message message, bool isReported) =>
        (ReportId, Seq, Sender, Content, SentAt, IsReported) = (report, message.Seq, message.Sender, message.Content.Value, message.SentAt, isReported);

    public ReportId ReportId { get; private set; }

    public long Seq { get; private set; }

    public UserId Sender { get; private set; }

    public string Content { get; private set; }

    public DateTimeOffset SentAt { get; private set; }

    public bool IsReported { get; private set; }
}

public sealed record ReportFiled(ReportId ReportId) : IDomainEvent;

public sealed record ReportDecided(ReportId ReportId) : IDomainEvent;

public interface IReportRepository
{
    ValueTask<Report?> FindAsync(ReportId id, CancellationToken cancellationToken);

    /// <summary>The reports of one thing that nobody has decided.</summary>
    ValueTask<IReadOnlyList<Report>> OpenAsync(ReportTarget targetType, Guid targetId, CancellationToken cancellationToken);

    void Add(Report report);

    void Add(ReportedMessage message);

    ValueTask ForgetContextAsync(ReportId report, CancellationToken cancellationToken);
}

public static class ReportErrors
{
    public static readonly Error NotFound = new("report.not_found", "There is no such report.", ErrorKind.NotFound);
    public static readonly Error TargetNotFound = new("report.target_not_found", "There is nothing like this to report.", ErrorKind.NotFound);
    public static readonly Error Own = Error.OfField("report.own", "targetId", "This is your own.");
    public static readonly Error Decided = new("report.decided", "Somebody decided this already.", ErrorKind.Conflict);
}
