using System.Globalization;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: mails that a server refused for good, or nobody took for five days; the newest first.</summary>
public sealed record ListLostMails([Verbatim] string? Cursor, int Limit) : IQuery<Result<Page<LostMailView>>>;

/// <param name="To">The address it was sent to, which may be another than the person's by now.</param>
/// <param name="Reason">The mail server's own words.</param>
public sealed record LostMailView(Guid Id, UserRef User, string To, string Subject, DateTimeOffset WrittenAt, DateTimeOffset LostAt, string Reason);

public sealed class ListLostMailsValidator : AbstractValidator<ListLostMails>
{
    public ListLostMailsValidator()
    {
        RuleFor(q => q.Cursor).IsCursor(LostMailKey.Read);
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class ListLostMailsHandler(IMailbag mails, IReadDb db) : IQueryHandler<ListLostMails, Result<Page<LostMailView>>>
{
    public async ValueTask<Result<Page<LostMailView>>> Handle(ListLostMails query, CancellationToken cancellationToken)
    {
        var rows = await mails.LostAsync(query.Cursor is { Length: > 0 } cursor ? LostMailKey.Read(cursor)!.Id : null, query.Limit + 1, cancellationToken);
        var people = rows.Select(mail => mail.User).Distinct().ToList();
        var names = (await db.ListAsync(db.Users.Where(user => people.Contains(user.Id)).Select(user => new { user.Id, user.Nickname }), cancellationToken))
            .ToDictionary(user => user.Id, user => user.Nickname.Value);
        return Page.Of(rows, query.Limit, mail => new LostMailView(
            mail.Id, new UserRef(mail.User.Value, names.GetValueOrDefault(mail.User, User.ErasedName)), mail.To, mail.Subject, mail.WrittenAt, mail.LostAt, mail.Reason),
            mail => new LostMailKey(mail.Id).ToString());
    }
}

/// <summary>The place of a page's last mail.</summary>
internal sealed record LostMailKey(Guid Id)
{
    public static LostMailKey? Read(string cursor) =>
        Cursor.Read(cursor, parts: 1) is [var id] && Guid.TryParse(id, CultureInfo.InvariantCulture, out var mail) ? new LostMailKey(mail) : null;

    public override string ToString() => Cursor.Of(Id.ToString());
}

/// <summary>Administrators: sends a mail that was given up once more.</summary>
public sealed record RetryMail(Guid Id) : ICommand<Result<Done>>;

public sealed class RetryMailHandler(IMailbag mails, IAudit audit) : ICommandHandler<RetryMail, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RetryMail command, CancellationToken cancellationToken)
    {
        if (!await mails.RetryAsync(command.Id, cancellationToken)) return UserErrors.MailNotFound;
        audit.Record("mail.retry", "mail", command.Id);
        return Done.Instance;
    }
}

/// <summary>Administrators: forgets a mail that was given up.</summary>
public sealed record RemoveMail(Guid Id) : ICommand<Result<Done>>;

public sealed class RemoveMailHandler(IMailbag mails, IAudit audit) : ICommandHandler<RemoveMail, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RemoveMail command, CancellationToken cancellationToken)
    {
        if (!await mails.RemoveAsync(command.Id, cancellationToken)) return UserErrors.MailNotFound;
        audit.Record("mail.remove", "mail", command.Id);
        return Done.Instance;
    }
}
