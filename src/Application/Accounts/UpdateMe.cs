using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Changes what I say of myself, who may reach me and what I show of myself; what is null stays.</summary>
/// <param name="StrangersAsk">People with whom I share nothing must ask before they can talk to me, and don't see when I am here.</param>
/// <param name="ShowsReadMarks">False hides how far I read, and how far the others did from me.</param>
public sealed record UpdateMe(
    string? FirstName, string? LastName, int? Age, Gender? Gender, Openness? WhoMayWrite, bool? StrangersAsk, bool? ShowsReadMarks, bool? IsInvisible) : ICommand<Result<MeView>>
{
    /// <summary>My one picture, or none of them; null leaves it as it is.</summary>
    public IReadOnlyList<UploadId>? Avatar { get; init; }
}

public sealed class UpdateMeValidator : AbstractValidator<UpdateMe>
{
    public UpdateMeValidator()
    {
        RuleFor(c => c.FirstName!).IsPersonName().When(c => c.FirstName is not null);
        RuleFor(c => c.LastName!).IsPersonName().When(c => c.LastName is not null);
        RuleFor(c => c.Age).IsAge().When(c => c.Age is not null);
    }
}

public sealed class UpdateMeHandler(IUserRepository users, IUploadRepository uploads, IReadDb db, IClientRepository clients, IChatRepository chats, IActor actor, ILiveEvents live, TimeProvider clock)
    : ICommandHandler<UpdateMe, Result<MeView>>
{
    public async ValueTask<Result<MeView>> Handle(UpdateMe command, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(actor.UserId, cancellationToken) is not { } me || await clients.FindAsync(me.Id, cancellationToken) is not { } client) return UserErrors.NotFound;
        var now = me.Details;
        me.Describe(new PersonalDetails(
            command.FirstName ?? now.FirstName, command.LastName ?? now.LastName, command.Age ?? now.Age, command.Gender ?? now.Gender));
        if (command.WhoMayWrite is { } openness) client.OpenTo(openness);
        if (command.StrangersAsk is { } theyAsk) client.LetStrangersAsk(theyAsk);
        if (command.IsInvisible is { } isInvisible) client.Hide(isInvisible, clock.GetUtcNow());
        if (command.ShowsReadMarks is { } shown && shown != client.ShowsReadMarks)
        {
            client.ShowReadMarks(shown);
            foreach (var membership in await chats.MembershipsAsync(me.Id, cancellationToken)) membership.HideReads(!shown);
        }
        if (command.Avatar is { } avatar && (await uploads.PutAsync(avatar, me.Id, UploadUse.Avatar, me.Id.Value, cancellationToken)).Error is { } unknown) return unknown;
        live.Publish(new PrivacyChanged(me.Id, ClientPrivacy.Of(client)));
        live.Publish(new ToUsers([me.Id], new Frame("me.changed", null, null, null)));
        var picture = command.Avatar is null ? await db.PictureAsync(UploadUse.Avatar, me.Id.Value, cancellationToken)
            : command.Avatar is [var chosen] ? AttachmentViews.SmallUrlOf(chosen.Value) : null;
        return MeView.Of(me, client) with { AvatarUrl = picture };
    }
}
