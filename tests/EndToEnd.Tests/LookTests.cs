using Microsoft.Playwright;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>The main pages look as they were approved (<c>Looks</c>). approve.sh takes the pictures anew, the README's too.</summary>
public sealed class LookTests(ReadingRoom room) : IClassFixture<ReadingRoom>
{
    private const double MostDifferent = 0.01;
    private static readonly string Looks = Path.Combine(ForumProcess.Root, "tests", "EndToEnd.Tests", "Looks");

    [Theory]
    [InlineData(1280, "en-GB", ColorScheme.Light)]
    [InlineData(1280, "en-GB", ColorScheme.Dark)]
    [InlineData(1280, "ru-RU", ColorScheme.Light)]
    [InlineData(1280, "ru-RU", ColorScheme.Dark)]
    [InlineData(390, "en-GB", ColorScheme.Light)]
    [InlineData(390, "en-GB", ColorScheme.Dark)]
    [InlineData(390, "ru-RU", ColorScheme.Light)]
    [InlineData(390, "ru-RU", ColorScheme.Dark)]
    public async Task Feed_post_and_chat_look_as_approved(int width, string locale, ColorScheme scheme)
    {
        var differences = new List<string>();
        foreach (var (name, picture) in await room.TakeAsync(width, locale, scheme))
        {
            var file = Path.Combine(Looks, $"{name}-{width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}-{locale[..2]}.webp");
            if (TestSettings.Approves)
            {
                Directory.CreateDirectory(Looks);
                await File.WriteAllBytesAsync(file, picture);
                continue;
            }
            var part = await room.CompareAsync(await File.ReadAllBytesAsync(file), picture);
            if (part <= MostDifferent) continue;
            var taken = Path.Combine(Path.GetTempPath(), $"taken-{Path.GetFileName(file)}");
            await File.WriteAllBytesAsync(taken, picture);
            differences.Add($"{Path.GetFileName(file)}: {part:P1} of the pixels differ; {taken} is what it looks like");
        }
        differences.Should().BeEmpty();
    }
}
