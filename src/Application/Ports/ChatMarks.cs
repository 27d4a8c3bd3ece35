using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Ports;

/// <summary>How far the members of a chat have got, as one reader may know it.</summary>
internal sealed class ChatMarks
{
    private readonly Dictionary<UserId, long> _reads = [];
    private readonly long[] _sortedReads;
    private readonly Lowest _delivered;
    private readonly Lowest _read;
    private readonly bool _isGroup;

    public ChatMarks(bool isGroup, IReadOnlyList<(UserId User, long Delivered, long Read)> members)
    {
        _isGroup = isGroup;
        _delivered = Lowest.Of(members.Select(member => (member.User, member.Delivered)));
        _read = Lowest.Of(members.Select(member => (member.User, member.Read)));
        _sortedReads = [.. members.Select(member => member.Read)];
        Array.Sort(_sortedReads);
        foreach (var (user, _, read) in members) _reads[user] = read;
    }

    public bool IsDelivered(Message message) => message.Seq <= _delivered.Without(message.Sender);

    public bool IsRead(Message message) => message.Seq <= _read.Without(message.Sender);

    /// <returns>In a group, how many others read the message; null elsewhere.</returns>
    public int? ReadCount(Message message)
    {
        if (!_isGroup) return null;
        var (low, high) = (0, _sortedReads.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sortedReads[middle] >= message.Seq) high = middle;
            else low = middle + 1;
        }
        var isOwn = _reads.TryGetValue(message.Sender, out var own) && own >= message.Seq;
        return _sortedReads.Length - low - (isOwn ? 1 : 0);
    }

    /// <summary>The lowest mark of everybody, and of everybody else than the one who has it: the sender's own says nothing.</summary>
    private sealed record Lowest(UserId User, long Mark, long Next)
    {
        public static Lowest Of(IEnumerable<(UserId User, long Mark)> marks)
        {
            var lowest = new Lowest(default, long.MaxValue, long.MaxValue);
            foreach (var (user, mark) in marks)
            {
                if (mark < lowest.Mark) lowest = new Lowest(user, mark, lowest.Mark);
                else if (mark < lowest.Next) lowest = lowest with { Next = mark };
            }
            return lowest;
        }

        /// <summary>0 when there is nobody else.</summary>
        public long Without(UserId user) => (user == User ? Next : Mark) is var mark && mark == long.MaxValue ? 0 : mark;
    }
}
