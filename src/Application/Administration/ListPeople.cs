using System.Globalization;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: everybody with an account, by nickname.</summary>
/// <param name="Search">A part of a nickname or an address.</param>
/// <param name="Role">As answers spell it; null for all.</param>
/// <param name="State"><c>suspended</c>, <c>waiting</c> or null for all.</param>
public sealed record ListPeople(string? Search, string? Role, string? State, string? Cursor, int Limit) : IQuery<Result<Page<PersonView>>>;

/// <param name="LastSeenAt">Null for who was never admitted.</param>
public sealed record PersonView(
    Guid Id, string Nickname, string Email, bool IsEmailConfirmed, string FirstName, string LastName, Role Role, DateTimeOffset JoinedAt, DateTimeOffset? LastSeenAt, bool IsOnline,
    bool HasTwoFactor, bool IsWaiting, SuspensionView? Suspension, int SessionCount);

public sealed class ListPeopleValidator : AbstractValidator<ListPeople>
{
    public ListPeopleValidator()
    {
        RuleFor(q => q.Search).MaximumLength(EmailAddress.MaxLength).WithMessage("Too long.").OverridePropertyName("q");
        RuleFor(q => q.Role).Must(role => string.IsNullOrEmpty(role) || Enum.TryParse<Role>(role, ignoreCase: true, out _)).WithMessage("A role is client, moderator or admin.");
        RuleFor(q => q.State).Must(state => state is null or "" or "suspended" or "waiting").WithMessage("A state is suspended or waiting.");
        RuleFor(q => q.Cursor).IsCursor(NameKey.Read);
        RuleFor(q => q.Limit).IsLimit();
    }
}

public sealed class ListPeopleHandler(IReadDb db, IPresence presence, TimeProvider clock) : IQueryHandler<ListPeople, Result<Page<PersonView>>>
{
    public async ValueTask<Result<Page<PersonView>>> Handle(ListPeople query, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var people = db.Users.Where(user => user.ErasedAt == null);
        if (Enum.TryParse<Role>(query.Role, ignoreCase: true, out var role)) people = people.Where(user => user.Role == role);
        if (query.State == "waiting") people = people.Where(user => user.IsWaiting);
        if (query.State == "suspended") people = people.Where(user => user.SuspensionReason != null && (user.SuspendedUntil == null || user.SuspendedUntil > now));
        if (query.Search is { Length: > 0 } text)
        {
            var (name, email) = (Nickname.KeyOf(text), EmailAddress.KeyOf(text));
            people = people.Where(user => user.NicknameKey.Contains(name) || user.EmailKey.Contains(email));
        }
        if (query.Cursor is { Length: > 0 } && NameKey.Read(query.Cursor) is { } after)
            people = people.Where(user => string.Compare(user.NicknameOrder, after.Order) > 0 || (user.NicknameOrder == after.Order && user.Id.CompareTo(after.User) > 0));

        var rows = await db.ListAsync(
            (from user in people
             orderby user.NicknameOrder, user.Id
             select new
             {
                 User = user,
                 LastSeenAt = db.Clients.Where(client => client.Id == user.Id).Select(client => (DateTimeOffset?)client.LastSeenAt).FirstOrDefault(),
                 Sessions = db.Sessions.Count(session => session.UserId == user.Id),
             }).Take(query.Limit + 1), cancellationToken);
        return Page.Of(rows, query.Limit, row => Show(row.User, row.LastSeenAt, row.Sessions, now), row => new NameKey(row.User.NicknameOrder, row.User.Id).ToString());
    }

    private PersonView Show(User user, DateTimeOffset? lastSeenAt, int sessions, DateTimeOffset now) => new(
        user.Id.Value, user.Nickname.Value, user.Email.Value, user.EmailConfirmedAt is not null, user.Details.FirstName, user.Details.LastName, user.Role, user.JoinedAt, lastSeenAt,
        presence.IsOnline(user.Id), user.HasTwoFactor, user.IsWaiting, SuspensionView.Of(user.Suspension, now), sessions);
}

/// <summary>The place of a page's last person in a list by name.</summary>
internal sealed record NameKey(string Order, UserId User)
{
    public static NameKey? Read(string cursor) =>
        Cursor.Read(cursor, 2) is [var order, var id] && Guid.TryParse(id, CultureInfo.InvariantCulture, out var user) ? new NameKey(order, UserId.From(user)) : null;

    public override string ToString() => Cursor.Of(Order, User.Value.ToString());
}
