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

    public void ConfirmNewAddress(User user, EmailAddress address, string token) => Send(user,
        "Confirm your new e-mail address", "Подтвердите новый адрес почты",
        "please confirm that this is to be your address here. The link works for seven days:", "подтвердите, пожалуйста, что теперь пользуетесь этим адресом. Ссылка действует семь дней:",
        site.Link($"/confirm-email?token={token}"), address);

    /// <summary>To the present address, while a change can still be stopped.</summary>
    public void AddressWillChange(User user, EmailAddress address) => Send(user,
        "Your e-mail address is to be changed", "Адрес вашей почты хотят изменить",
        $"somebody, probably you, asked that mails go to {address.Value} from now on. If it was not you, set a new password; that stops it:",
        $"кто-то, вероятно вы, попросил присылать письма на {address.Value}. Если это были не вы, задайте новый пароль, и адрес не изменится:",
        site.Link("/forgot-password"));

    /// <summary>To the address that was theirs until now.</summary>
    public void AddressChanged(User user, EmailAddress address) => Send(user,
        "Your e-mail address was changed", "Адрес вашей почты изменён",
        $"mails to you go to {address.Value} now. If you did not want that, write to those who run this forum:",
        $"письма вам теперь приходят на {address.Value}. Если вы этого не хотели, напишите тем, кто ведёт этот форум:",
        site.Link("/"));

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

    private void Send(User user, string subject, string russianSubject, string text, string russianText, string link, EmailAddress? to = null)
    {
        var forum = settings.Current.Name;
        var mail = user.Language is Language.Ru
            ? new MailText($"{russianSubject} · {forum}", $"Здравствуйте, {user.Nickname.Value}!\n\n{Capital(russianText)}\n\n{link}\n\n— {forum}\n")
            : new MailText($"{subject} · {forum}", $"Hello {user.Nickname.Value},\n\n{text}\n\n{link}\n\n— {forum}\n");
        outbox.Add(user.Id, to ?? user.Email, mail);
    }

    private static string Capital(string text) => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
