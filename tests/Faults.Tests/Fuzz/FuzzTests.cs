using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RealTimeForum.Faults.Tests.Network;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <summary>Whatever comes in, nothing is the forum's own fault: no 5xx, nothing unhandled, and it does not grow.</summary>
/// <remarks><c>FORUM_FUZZ_SEED</c> and <c>FORUM_FUZZ_INPUTS</c> choose other inputs, and how many.</remarks>
public sealed partial class FuzzTests(ITestOutputHelper output)
{
    private const int Together = 16;

    private static readonly long Total = Of("FORUM_FUZZ_INPUTS", Counts.Of(2_000, 1_000_000));
    private static readonly int Seed = (int)Of("FORUM_FUZZ_SEED", 20_261_123);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Known _known = new();
    private readonly Judge _judge = new();
    private long _next;
    private long _done;

    [Fact]
    public async Task No_input_is_the_forums_fault_and_it_does_not_grow()
    {
        await using var forum = new ForumProcess();
        await forum.StartAsync();
        var people = new People(forum, _known);
        await people.GatherAsync();
        var inputs = new Inputs(ApiDocument.Read(), _known, forum.Address, Seed);
        var clock = Stopwatch.StartNew();
        var working = Enumerable.Range(0, 6).Select(i => i < 4 ? AskAsync(forum, inputs, people, i) : SayAsync(forum, inputs, people, i)).ToList();
        var watching = Task.WhenAll(working);
        List<long> memory = [];
        while (!watching.IsCompleted)
        {
            await Task.Delay(Pause);
            try { await people.RestoreAsync(); }
            catch (Xunit.Sdk.XunitException) { /* An input came between: the next round gives it back. */ }
            if (Interlocked.Read(ref _done) >= Total * (memory.Count + 1) / 20) memory.Add(ProcessMemory.Of(forum));
        }
        await watching;
        await people.RestoreAsync();
        output.WriteLine($"{_done} inputs in {clock.Elapsed.TotalSeconds:f0} s; answers {_judge.Counts}; MiB {string.Join(' ', memory.Select(bytes => bytes >> 20))}");
        _judge.Wrong.Should().BeEmpty("the seed was {0} and the log says {1}", Seed, string.Join('\n', Complaints(forum)));
        Complaints(forum).Should().BeEmpty("the seed was {0}", Seed);
        if (memory.Count >= 15) memory[^5..].Average().Should().BeLessThan((memory[5..10].Average() * 1.25) + (64 << 20), "MiB were {0}", string.Join(' ', memory.Select(bytes => bytes >> 20)));
        (await forum.Visitor().GetAsync("/health/ready")).ShouldBe(200);
    }

    private static long Of(string name, long otherwise) => long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : otherwise;

    /// <summary>What the program wrote that somebody should look into: each event whole, with where it came from.</summary>
    private static IEnumerable<string> Complaints(ForumProcess forum) => EventStart().Split(forum.Output)
        .Where(logged => logged.Contains(" ERR ", StringComparison.Ordinal) || logged.Contains(" FTL ", StringComparison.Ordinal) || logged.Contains("Exception", StringComparison.Ordinal)).Take(20);

    private IReadOnlyList<long> Take()
    {
        var first = Interlocked.Add(ref _next, Together) - Together;
        return [.. Enumerable.Range(0, (int)Math.Clamp(Total - first, 0, Together)).Select(i => first + i)];
    }

    /// <summary>Requests; of sixteen one is broken on its way.</summary>
    private async Task AskAsync(ForumProcess forum, Inputs inputs, People people, int worker)
    {
        var random = new Random(Seed + worker);
        using var line = new HttpLine(forum.Address);
        while (Take() is { Count: > 0 } numbers)
        {
            var broken = inputs.BrokenRequest(numbers[0], people.Any(random));
            try
            {
                _judge.LookThrough(broken, await HttpLine.SendAndLeaveAsync(forum.Address, broken.Bytes));
            }
            catch (TimeoutException)
            {
                _judge.Add($"Neither answered nor ended: {broken.Text}");
            }
            var whole = numbers.Skip(1).Select(number => inputs.Request(number, people.Any(random))).ToList();
            for (var unanswered = 0; whole.Count > 0;)
            {
                var replies = await line.AskAsync(whole);
                foreach (var (input, reply) in whole.Zip(replies))
                {
                    _judge.Look(input, reply.Status, reply.Body);
                    if (reply.Status == 201) _known.Learn(reply);
                }
                if (replies.Count == 0 && ++unanswered == 3)
                {
                    _judge.Add($"The connection ends without an answer: {whole[0].Text}");
                    whole = whole[1..];
                    unanswered = 0;
                }
                else
                {
                    whole = whole[replies.Count..];
                }
            }
            Interlocked.Add(ref _done, numbers.Count);
        }
    }

    /// <summary>Frames; of sixteen one is broken on its way.</summary>
    private async Task SayAsync(ForumProcess forum, Inputs inputs, People people, int worker)
    {
        var random = new Random(Seed + worker);
        while (Take() is { Count: > 0 } first)
        {
            using var line = new FrameLine(forum.Address);
            var token = people.Token(random);
            var numbers = first;
            for (var times = 0; times < 50 && numbers.Count > 0; times++)
            {
                await BreakAsync(forum, inputs.BrokenFrames(numbers[0]), token);
                var left = numbers.Skip(1).Select(inputs.Frame).ToList();
                while (left.Count > 0)
                {
                    var (answers, closed) = await line.AskAsync(token, left);
                    foreach (var (status, text) in answers) _judge.Look(left[0], status, text);
                    left = left[answers.Count..];
                    if (closed is null) continue;
                    // Signed out, or too much to tell somebody: both can come of other inputs.
                    if (closed is not (4001 or 4008 or 401 or 403)) _judge.Add($"The connection ends with {closed} at one of: {string.Join('\n', left.Select(input => input.Text))}");
                    token = people.Token(random);
                    if (closed is 401 or 403) await Task.Delay(100);
                    else if (closed is not (4001 or 4008)) left = left[1..];
                }
                Interlocked.Add(ref _done, numbers.Count);
                numbers = times < 49 ? Take() : [];
            }
        }
    }

    private async Task BreakAsync(ForumProcess forum, Input broken, string token)
    {
        try
        {
            using var socket = await WebSocketFrame.OpenAsync(forum.Address, token);
            await socket.SendAsync(broken.Bytes);
            socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer).WaitAsync(Limits.Answer) > 0)
            {
                // Whatever it says; it has to end.
            }
        }
        catch (TimeoutException)
        {
            _judge.Add($"Neither answered nor ended: {broken.Text}");
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or UpgradeRefusedException)
        {
            // Cut, or signed out.
        }
    }

    [GeneratedRegex(@"^(?=\d\d:\d\d:\d\d [A-Z]{3} )", RegexOptions.Multiline | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex EventStart();
}
