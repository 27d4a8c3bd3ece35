using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Infrastructure.Uploads;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Uploads;

/// <summary>Uploads in a bucket instead of the data folder.</summary>
public sealed class StorageTests(StorageTests.ForumWithStorage forum) : IClassFixture<StorageTests.ForumWithStorage>
{
    [Fact]
    public async Task An_image_is_kept_there_served_from_there_and_goes_when_nobody_needs_it()
    {
        var ada = await forum.App.SignUpAsync();
        var upload = (await ada.Http.SendAsync(Pictures.Png())).ShouldBe(201).Json;
        var name = Guid.Parse(upload.Text("id")).ToString("N");
        forum.Storage.Files.Should().Contain([name, $"{name}-small"]);
        Directory.Exists(Path.Combine(forum.App.DataDirectory, "uploads")).Should().BeFalse();
        foreach (var address in new[] { "url", "smallUrl" }) (await ada.Http.GetAsync(upload.Text(address))).ShouldBe(200).ContentHeaders.ContentType!.MediaType.Should().StartWith("image/");

        forum.App.Clock.Advance(TimeSpan.FromDays(2));
        await forum.App.Services.GetRequiredService<UploadSweeper>().SweepAsync(CancellationToken.None);
        forum.Storage.Files.Should().NotContain([name, $"{name}-small"]);
        (await ada.Http.GetAsync(upload.Text("url"))).ShouldBe(404);
    }

    [Fact]
    public async Task What_belongs_to_nothing_is_removed_after_a_day_and_what_is_used_stays()
    {
        var ada = await forum.App.SignUpAsync();
        var used = (await ada.Http.SendAsync(Pictures.Png())).ShouldBe(201).Json.Text("id");
        (await ada.Http.PatchAsync("/api/me", new { avatarId = used })).ShouldBe(200);
        var files = forum.App.Services.GetRequiredService<S3UploadFiles>();
        var (both, small) = (Domain.Uploads.UploadId.New(), Domain.Uploads.UploadId.New());
        await files.WriteAsync(both, isSmall: false, [1], CancellationToken.None);
        await files.WriteAsync(both, isSmall: true, [1], CancellationToken.None);
        await files.WriteAsync(small, isSmall: true, [1], CancellationToken.None);

        var sweeper = forum.App.Services.GetRequiredService<UploadSweeper>();
        await sweeper.SweepAsync(CancellationToken.None);
        forum.Storage.Files.Should().Contain([$"{both.Value:N}", $"{both.Value:N}-small", $"{small.Value:N}-small"], "their row may be about to be written");

        forum.App.Clock.Advance(TimeSpan.FromDays(2));
        await sweeper.SweepAsync(CancellationToken.None);
        var name = Guid.Parse(used).ToString("N");
        forum.Storage.Files.Should().BeEquivalentTo(name, $"{name}-small");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found() =>
        (await forum.App.Services.GetRequiredService<S3UploadFiles>().OpenAsync(Domain.Uploads.UploadId.New(), isSmall: true, CancellationToken.None)).Should().BeNull();

    public sealed class ForumWithStorage : IAsyncLifetime
    {
        public ForumWithStorage() => App = new Node(Storage);

        public Storage Storage { get; } = new();

        public ForumApp App { get; }

        public async Task InitializeAsync()
        {
            await Storage.StartAsync();
            await App.InitializeAsync();
        }

        public async Task DisposeAsync()
        {
            await App.DisposeAsync();
            await Storage.DisposeAsync();
        }

        private sealed class Node(Storage storage) : ForumApp
        {
            protected override IEnumerable<KeyValuePair<string, string>> Settings => storage.Settings;
        }
    }
}
