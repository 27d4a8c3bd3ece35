using RealTimeForum.Faults.Tests.Breaking;
using RealTimeForum.Faults.Tests.Crowd;
using Xunit.Abstractions;

namespace RealTimeForum.Faults.Tests.Storage;

/// <summary>The file system is shut down under the running program: what it had not written to the disk is gone, as when the power is cut.</summary>
[Trait("Needs", "Root")]
public sealed class PowerCutTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_power_is_cut()
    {
        await using var disk = await Disk.OfXfsAsync();
        await using var forum = new ForumProcess { DataDirectory = disk.Folder };
        await using var writers = await BeginAsync(forum, disk);
        var cuts = Counts.Of(1, 50);
        for (var cut = 0; cut < cuts; cut++) await CutAsync(forum, disk, writers);
        var verdict = await writers.JudgeAsync();
        output.WriteLine($"{cuts} cuts: {verdict}");
        verdict.ShouldBeClean();
    }

    [Fact, Trait("Form", "Long")]
    public async Task A_program_that_does_not_wait_for_the_disk_is_found_out()
    {
        await using var disk = await Disk.OfXfsAsync();
        await using var forum = new ForumProcess { DataDirectory = disk.Folder };
        forum.Break("syncs-late");
        await using var writers = await BeginAsync(forum, disk);
        for (var cut = 1; cut <= 50; cut++)
        {
            await CutAsync(forum, disk, writers);
            var verdict = await writers.CompareAsync();
            if (verdict.Lost.Count == 0) continue;
            output.WriteLine($"cut {cut}: {verdict}");
            return;
        }
        Assert.Fail("Fifty cuts lost nothing: the test is blind.");
    }

    private static async Task<Writers> BeginAsync(ForumProcess forum, Disk disk)
    {
        await forum.StartAsync();
        var writers = await Writers.GatherAsync([forum]);
        await disk.SettleAsync();
        writers.Start(TimeSpan.FromMilliseconds(10));
        return writers;
    }

    private static async Task CutAsync(ForumProcess forum, Disk disk, Writers writers)
    {
        await writers.WriteAsync(Random.Shared.Next(50, 400));
        // No program goes on without power. One that did would be told, in that very moment, that what it flushes is on the disk, and it is not: an fsync of a file system that is shut down meanwhile may succeed.
        await forum.FreezeAsync();
        await disk.CutPowerAsync();
        await forum.KillAsync();
        await disk.PowerOnAsync();
        await forum.StartAsync();
    }
}
