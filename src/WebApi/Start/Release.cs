using Microsoft.Extensions.Configuration.Json;

namespace RealTimeForum.WebApi.Start;

/// <summary>A released program is started from any folder: its pages and its own settings lie beside it, its data where it was started.</summary>
internal static class Release
{
    private static readonly string Pages = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Where the pages are; nothing when it runs from a build's output.</summary>
    public static string[] Settings => Directory.Exists(Pages) ? [$"--webroot={Pages}"] : [];

    /// <summary>What stands in the folder where it was started, or in the environment, goes before.</summary>
    public static void AddReleaseSettings(this WebApplicationBuilder builder)
    {
        var beside = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "appsettings.json"), Optional = true };
        beside.ResolveFileProvider();
        builder.Configuration.Sources.Insert(0, beside);
    }
}
