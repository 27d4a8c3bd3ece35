using System.Globalization;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: what staff did, the latest first.</summary>
/// <param name="Action">Such as <c>user.suspend</c>, or the part before the dot.</param>
/// <param name="Actor">A nickname.</param>
public sealed record ListAudit(string? Action, string? Actor, string? Cursor, int Limit) : IQuery<Result<Page<AuditView>>>;

/// <param name="Actor">Null is the program itself.</param>
/// <param name="Target">The nickname, where the target is a person who is still here.</param>
public sealed record AuditView(Guid Id, DateTimeOffset At, UserRef? Actor, string Action, string TargetType, string TargetId, string? Target, string? Reason, string? Address);

public sealed class ListAuditValidator : AbstractValidator<ListAudit>
{
    public ListAuditValidator()
    {
        RuleFor(q => q.Action).MaximumLength(64).WithMessage("Too long.");
        RuleFor(q => q.Actor).MaximumLength(Nickname.MaxLength).WithMessage("Too long.");
        RuleFor(q => q.Cursor).IsCursor(AuditKey.Read);
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class ListAuditHandler(IReadDb db) : IQueryHandler<ListAudit, Result<Page<AuditView>>>
{
    public async ValueTask<Result<Page<AuditView>>> Handle(ListAudit query, CancellationToken cancellationToken)
    {
        var entries = db.Audit;
        if (query.Action is { Length: > 0 } action)
        {
            var group = action + ".";
            entries = entries.Where(entry => entry.Action == action || entry.Action.StartsWith(group));
        }
        if (query.Actor is { Length: > 0 } name)
        {
            var key = Nickname.KeyOf(name);
            entries = entries.Where(entry => db.Users.Any(user => user.NicknameKey == key && user.Id == entry.Actor));
        }
        if (query.Cursor is { Length: > 0 })
        {
            var last = AuditKey.Read(query.Cursor)!.Id;
            entries = entries.Where(entry => entry.Id.CompareTo(last) < 0);
        }

        var rows = await db.ListAsync(entries.OrderByDescending(entry => entry.Id).Take(query.Limit + 1), cancellationToken);
        var targets = rows.Where(row => row.TargetType == "user").Select(row => UserId.From(Guid.Parse(row.TargetId, CultureInfo.InvariantCulture)));
        var people = rows.Select(row => row.Actor).OfType<UserId>().Concat(targets).Distinct().ToList();
        var names = (await db.ListAsync(db.Users.Where(user => people.Contains(user.Id)).Select(user => new { user.Id, user.Nickname }), cancellationToken))
            .ToDictionary(person => person.Id, person => person.Nickname.Value);
        return Page.Of(rows, query.Limit, row => new AuditView(
            row.Id, row.At, row.Actor is { } actor ? new UserRef(actor.Value, names.GetValueOrDefault(actor, User.ErasedName)) : null, row.Action, row.TargetType, row.TargetId,
            row.TargetType == "user" ? names.GetValueOrDefault(UserId.From(Guid.Parse(row.TargetId, CultureInfo.InvariantCulture))) : null, row.Reason, row.Address),
            row => new AuditKey(row.Id).ToString());
    }
}

/// <summary>The place of a page's last entry.</summary>
internal sealed record AuditKey(Guid Id)
{
    public static AuditKey? Read(string cursor) =>
        Cursor.Read(cursor, 1) is [var id] && Guid.TryParse(id, CultureInfo.InvariantCulture, out var entry) ? new AuditKey(entry) : null;

    public override string ToString() => Cursor.Of(Id.ToString());
}
