using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>Mail that is to leave. It is kept with the command's rows and goes out after the commit, again and again until somebody takes it.</summary>
public interface IOutbox
{
    void Add(UserId user, EmailAddress to, MailText text);

    /// <summary>Costs what a mail costs and goes nowhere, so that an answer's time does not tell whether there is such an address.</summary>
    void AddDecoy();
}

public sealed record MailText(string Subject, string Body);

/// <summary>Where this forum is found.</summary>
public interface ISite
{
    /// <param name="path">From the root, such as <c>/sign-in</c>.</param>
    string Link(string path);
}
