using System.Globalization;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>What the forum writes to people about their account, in their language.</summary>
public sealed class Mails(IOutbox outbox, ISite site, IForumSettings settings)
{
    public void ConfirmAddress(User user, string token) => Send(user,
        "Confirm your e-mail address", "Подтвердите адрес почты",
        "please confirm that this is your address. The link works for seven days:", "подтвердите, пожалуйста, что это ваш адрес. Ссылка действует семь дней:",
        site.Link($"/confirm-email?token={token}"));

    public void ResetPassword(User user, string token) => Send(user,
        "Set a new password", "Новый пароль",
        "somebody, probably you, asked for a new password. The link works once, within an hour. If it was not you, do nothing.",
        "кто-то, вероятно вы, попросил сменить пароль. Ссылка действует один раз, в течение часа. Если это были не вы, ничего не делайте.",
        site.Link($"/reset-password?token={token}"));

    public void PasswordChanged(User user) => Send(user,
        "Your password was changed", "Ваш пароль изменён",
        "your password was changed. If it was not you, set a new one at once:", "ваш пароль был изменён. Если это сделали не вы, сразу задайте новый:",
        site.Link("/forgot-password"));

    public void NewSignIn(User user, SignInOrigin origin, DateTimeOffset at)
    {
        var when = at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
        var device = origin.UserAgent.Length > 0 ? origin.UserAgent : "?";
        Send(user,
            "New sign-in", "Новый вход",
            $"somebody signed in as you on a device that is new here.\n\nWhen: {when}\nAddress: {origin.Address}\nDevice: {device}\n\nIf it was not you, sign that device out and change your password:",
            $"кто-то вошёл под вашим именем с нового устройства.\n\nКогда: {when}\nАдрес: {origin.Address}\nУстройство: {device}\n\nЕсли это были не вы, завершите этот сеанс и смените пароль:",
            site.Link("/settings"));
    }

    private void Send(User user, string subject, string russianSubject, string text, string russianText, string link)
    {
        var forum = settings.Current.Name;
        var mail = user.Language is Language.Ru
            ? new MailText($"{russianSubject} · {forum}", $"Здравствуйте, {user.Nickname.Value}!\n\n{Capital(russianText)}\n\n{link}\n\n— {forum}\n")
            : new MailText($"{subject} · {forum}", $"Hello {user.Nickname.Value},\n\n{text}\n\n{link}\n\n— {forum}\n");
        outbox.Add(user.Id, user.Email, mail);
    }

    private static string Capital(string text) => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
