using Mediator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Chats;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Infrastructure.Realtime;

/// <summary>Marks only move forward, so the newest of a member and chat says everything: one turn of the writer serves many marks.</summary>
internal sealed class MarkGatherer(IServiceScopeFactory scopes, IOptions<ForumOptions> options, TimeProvider clock) : IMarkGatherer
{
    private readonly Lock _gate = new();
    private Batch? _open;

    public async Task<Result<Done>> MoveAsync(Mark mark, CancellationToken cancellationToken)
    {
        Batch batch;
        lock (_gate)
        {
            if (_open is null)
            {
                _open = new Batch();
                _open.Written = WriteLaterAsync(_open);
            }
            batch = _open;
            batch.Add(mark);
        }
        var written = await batch.Written.WaitAsync(cancellationToken);
        if (!written.TryGet(out var refused, out var error)) return error;
        return refused.Any(nobodys => nobodys.ChatId == mark.ChatId && nobodys.UserId == mark.UserId) ? ChatErrors.NotFound : Done.Instance;
    }

    private async Task<Result<IReadOnlySet<Mark>>> WriteLaterAsync(Batch batch)
    {
        // Never at once: the mark that opened the batch is added to it after this was begun.
        await Task.Yield();
        await Task.Delay(options.Value.Realtime.GatherMarks, clock);
        lock (_gate) _open = null;
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(new WriteMarks(batch.Marks));
    }

    private sealed class Batch
    {
        private readonly Dictionary<(ChatId, UserId), Mark> _newest = [];

        public Task<Result<IReadOnlySet<Mark>>> Written { get; set; } = null!;

        public IReadOnlyList<Mark> Marks => [.. _newest.Values];

        public void Add(Mark mark)
        {
            var key = (mark.ChatId, mark.UserId);
            _newest[key] = _newest.TryGetValue(key, out var known)
                ? mark with { Delivered = Math.Max(known.Delivered, mark.Delivered), Read = Math.Max(known.Read, mark.Read) }
                : mark;
        }
    }
}
