using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Application.Administration;

/// <summary>Administrators: changes settings of the running forum; what is null stays.</summary>
public sealed record ChangeSettings(
    string? Name, [Multiline] string? Description, bool? PublicReading, Admission? Admission, bool? StaffNeedsTwoFactor, int? RequestsPerMinute, int? AnonymousRequestsPerMinute,
    int? TokenRequestsPerMinute, int? SignUpsPerHour, int? SignInFailures, int? MessagesPer10Seconds) : ICommand<Result<ForumSettings>>;

public sealed class ChangeSettingsValidator : AbstractValidator<ChangeSettings>
{
    public ChangeSettingsValidator()
    {
        RuleFor(c => c.Name).Must(name => name is null || name.Length is > 0 and <= ForumSettings.MaxNameLength).WithMessage($"1 to {ForumSettings.MaxNameLength} characters.");
        RuleFor(c => c.Description).MaximumLength(ForumSettings.MaxDescriptionLength).WithMessage($"At most {ForumSettings.MaxDescriptionLength} characters.");
        RuleFor(c => c.Admission).IsInEnum();
        foreach (var limit in new System.Linq.Expressions.Expression<Func<ChangeSettings, int?>>[]
        {
            c => c.RequestsPerMinute, c => c.AnonymousRequestsPerMinute, c => c.TokenRequestsPerMinute, c => c.SignUpsPerHour, c => c.SignInFailures, c => c.MessagesPer10Seconds,
        })
            RuleFor(limit).InclusiveBetween(1, ForumSettings.MaxLimit).WithMessage("A number from 1.");
    }
}

public sealed class ChangeSettingsHandler(IForumSettings settings, ILiveEvents live, IAudit audit) : ICommandHandler<ChangeSettings, Result<ForumSettings>>
{
    public async ValueTask<Result<ForumSettings>> Handle(ChangeSettings command, CancellationToken cancellationToken)
    {
        var before = settings.Current;
        var after = new ForumSettings(
            command.Name ?? before.Name, command.Description ?? before.Description, command.PublicReading ?? before.PublicReading, command.Admission ?? before.Admission,
            command.StaffNeedsTwoFactor ?? before.StaffNeedsTwoFactor, command.RequestsPerMinute ?? before.RequestsPerMinute,
            command.AnonymousRequestsPerMinute ?? before.AnonymousRequestsPerMinute, command.TokenRequestsPerMinute ?? before.TokenRequestsPerMinute,
            command.SignUpsPerHour ?? before.SignUpsPerHour, command.SignInFailures ?? before.SignInFailures, command.MessagesPer10Seconds ?? before.MessagesPer10Seconds);
        if (after == before) return after;
        await settings.SaveAsync(after, cancellationToken);
        live.Publish(new SettingsChanged(after));
        audit.Record("settings.change", "forum", Guid.Empty, Difference(before, after));
        return after;
    }

    private static string Difference(ForumSettings before, ForumSettings after) => string.Join("; ",
        from property in typeof(ForumSettings).GetProperties()
        let change = (Old: property.GetValue(before), New: property.GetValue(after))
        where !Equals(change.Old, change.New)
        select $"{Fields.NameOf(property.Name)}: {change.Old} → {change.New}");
}
