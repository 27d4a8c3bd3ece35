using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Chats;

/// <summary>Says up to where a chat arrived at me, or was read by me. Gathered for a moment, written together, and answered after that.</summary>
/// <param name="IsRead">False moves the delivered mark only.</param>
public sealed record MoveMarks(ChatId ChatId, long? Seq, bool IsRead) : ICommand<Result<Done>>, IUnstored;

public sealed class MoveMarksValidator : AbstractValidator<MoveMarks>
{
    public MoveMarksValidator() =>
        RuleFor(c => c.Seq).NotNull().WithMessage("Say up to which seq.").GreaterThanOrEqualTo(0).WithMessage("A seq is not negative.");
}

public sealed class MoveMarksHandler(IMarkGatherer marks, IActor actor) : ICommandHandler<MoveMarks, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(MoveMarks command, CancellationToken cancellationToken) =>
        await marks.MoveAsync(new Mark(command.ChatId, actor.UserId, command.Seq!.Value, command.IsRead ? command.Seq.Value : 0), cancellationToken);
}

public sealed record Mark(ChatId ChatId, UserId UserId, long Delivered, long Read);

/// <summary>Keeps the newest mark of each member and chat for at most 250 ms, then sends one <see cref="WriteMarks"/>.</summary>
public interface IMarkGatherer
{
    /// <summary>Completes when the mark, or a newer one, is on disk.</summary>
    Task<Result<Done>> MoveAsync(Mark mark, CancellationToken cancellationToken);
}

/// <summary>Writes gathered marks in one turn.</summary>
public sealed record WriteMarks(IReadOnlyList<Mark> Marks) : ICommand<Result<IReadOnlySet<Mark>>>;

/// <summary>Answers with the marks that are nobody's: their owner is not in the chat (any more).</summary>
public sealed class WriteMarksHandler(IChatRepository chats) : ICommandHandler<WriteMarks, Result<IReadOnlySet<Mark>>>
{
    public async ValueTask<Result<IReadOnlySet<Mark>>> Handle(WriteMarks command, CancellationToken cancellationToken)
    {
        HashSet<Mark> refused = [];
        foreach (var mark in command.Marks)
        {
            if (await chats.FindPlaceAsync(mark.ChatId, mark.UserId, cancellationToken) is var (chat, member))
                chat.Mark(member, mark.Delivered, mark.Read);
            else
                refused.Add(mark);
        }
        return Result.Of<IReadOnlySet<Mark>>(refused);
    }
}
