using System.IO.Compression;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RealTimeForum.EndToEnd.Tests;

/// <summary>What a browser with an empty cache loads before somebody reads and talks.</summary>
public sealed class BudgetTests(House house) : IClassFixture<House>
{
    private const int MostBytes = 90_000; // gzip

    [Theory]
    [InlineData("en-GB")]
    [InlineData("ru-RU")]
    public async Task Feed_and_chat_load_at_most_90_kB_of_scripts(string locale)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var chat = await ada.ChatWithAsync(bob);
        await bob.SayAsync(chat, "Hello");
        await House.PostAsync(bob, "A post");
        await using var window = await house.OpenAsync(1280, locale);
        var loaded = new List<IResponse>();
        window.Page.Response += (_, response) =>
        {
            if (response.Request.ResourceType == "script") lock (loaded) loaded.Add(response);
        };
        await house.SignInAsync(window, ada);
        await Expect(window.At("post-card").First).ToBeVisibleAsync();
        await window.RosterItem(bob).ClickAsync();
        await Expect(window.Message("Hello")).ToBeVisibleAsync();
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        var sizes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var response in loaded) sizes[new Uri(response.Url).AbsolutePath] = Compressed(await response.BodyAsync());
        sizes.Values.Sum().Should().BeLessThanOrEqualTo(MostBytes, "{0}", string.Join(", ", sizes));
        foreach (var response in loaded.Where(response => response.Url.Contains("/assets/", StringComparison.Ordinal)))
        {
            (await response.HeaderValueAsync("content-encoding")).Should().Be("br", "{0}", response.Url);
            (await response.HeaderValueAsync("cache-control")).Should().Contain("immutable");
        }
    }

    /// <summary>What the first page asks for before its scripts are here is what they take, and it is asked for once.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_that_the_first_page_shows_is_asked_for_twice(bool chat)
    {
        var (ada, bob) = (await house.Forum.SignUpAsync(), await house.Forum.SignUpAsync());
        var id = await ada.ChatWithAsync(bob);
        await bob.SayAsync(id, "Hello");
        await House.PostAsync(bob, "A post");
        await using var window = await house.OpenAsync(1280, ada);
        await window.GoAsync("/me");
        var asked = new List<string>();
        window.Page.Request += (_, request) =>
        {
            if (request.ResourceType is "fetch" or "script") lock (asked) asked.Add(new Uri(request.Url).PathAndQuery);
        };
        await window.GoAsync(chat ? $"/chats/{id}" : "/");
        await Expect(chat ? window.Message("Hello") : window.At("post-card").First).ToBeVisibleAsync();
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        string[] first = ["/api/session", "/api/forum", "/api/categories?limit=100", chat ? $"/api/chats/{id}" : "/api/posts?sort=new"];
        foreach (var address in first) asked.Where(other => other == address).Should().ContainSingle("of {0}", string.Join(", ", asked));
        asked.FindAll(address => address.StartsWith("/assets/", StringComparison.Ordinal)).Should().OnlyHaveUniqueItems("of {0}", string.Join(", ", asked));
    }

    private static long Compressed(byte[] script)
    {
        using var into = new MemoryStream();
        using (var gzip = new GZipStream(into, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(script);
        return into.Length;
    }
}
