using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Clients;

/// <summary>Blocks somebody or takes it back; twice is once. They are told nothing: to them I am simply never here, and take no messages.</summary>
public sealed record BlockPerson(UserId UserId, bool IsBlocked) : ICommand<Result<Done>>;

public sealed class BlockPersonHandler(IClientRepository clients, IBlockRepository blocks, IChatRepository chats, IActor actor, ILiveEvents live, TimeProvider clock)
    : ICommandHandler<BlockPerson, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(BlockPerson command, CancellationToken cancellationToken)
    {
        var (me, other) = (actor.UserId, command.UserId);
        if (other == me) return BlockErrors.Yourself;
        if (await clients.FindAsync(other, cancellationToken) is null) return UserErrors.NotFound;
        var mine = await blocks.FindAsync(me, other, cancellationToken);
        if (mine is not null == command.IsBlocked) return Done.Instance;
        if (mine is null) blocks.Add(new Block(me, other, clock.GetUtcNow()));
        else blocks.Remove(mine);
        live.Publish(new ToUsers([me], new Frame("block.changed", null, null, new BlockData(other.Value, command.IsBlocked))));

        // Blocked by the other one too, they stay apart either way.
        if (await blocks.FindAsync(other, me, cancellationToken) is not null) return Done.Instance;
        if (await chats.FindPrivateAsync(me, other, cancellationToken) is { } chat)
        {
            chat.Block(command.IsBlocked);
            if (!command.IsBlocked) await ShowMarksAsync(chat, [me, other], cancellationToken);
        }
        live.Publish(new Parted(me, other, command.IsBlocked));
        return Done.Instance;
    }

    /// <summary>They see again how far the other one is.</summary>
    private async ValueTask ShowMarksAsync(Chat chat, UserId[] people, CancellationToken cancellationToken)
    {
        foreach (var person in people)
        {
            if (await chats.FindGoneAsync(chat.Id, person, cancellationToken) is { } member) chat.Mark(member, member.DeliveredSeq, member.ReadSeq);
        }
    }

    private sealed record BlockData(Guid UserId, bool IsBlocked);
}
