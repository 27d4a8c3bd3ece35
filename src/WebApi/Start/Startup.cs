using FluentValidation;
using Mediator;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Administration;
using RealTimeForum.Infrastructure.Backups;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.WebApi.Endpoints;
using RealTimeForum.WebApi.Http;
using RealTimeForum.WebApi.Ws;
using Scalar.AspNetCore;
using Serilog;

namespace RealTimeForum.WebApi.Start;

internal static class Startup
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--version", ..])
        {
            Console.WriteLine(CommandLine.Version);
            return 0;
        }
        try
        {
            var (command, settings) = CommandLine.Split(args);
            var app = Build(settings);
            if (command is not null) Refuse(command, app);
            if (command is { HoldsFolder: false }) return await command.RunAsync(app.Services);
            using var folder = TakeFolder(app);
            if (command is not { Migrates: false }) await PrepareAsync(app);
            if (command is not null) return await command.RunAsync(app.Services);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (Refusal.Of(exception) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 2;
        }
        finally
        {
            await Log.CloseAndFlushAsync();
        }
    }

    private static WebApplication Build(string[] args)
    {
        // Settings are read once: watching their files for changes would walk through every folder below, at each start.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. Release.Settings, .. args]);
        builder.AddReleaseSettings();
        builder.AddLogging();
        builder.AddStaticFiles();
        builder.WebHost.ConfigureForumServer();
        builder.Services.AddOptions<ForumOptions>().BindConfiguration("Forum").ValidateDataAnnotationsRecursively(builder.Environment.IsEnvironment("Testing")).ValidateOnStart();
        builder.Services.PostConfigure<ForumOptions>(options =>
            options.DataDirectory = Path.GetFullPath(Path.Combine(builder.Environment.ContentRootPath, options.DataDirectory)));

        builder.Services.AddInfrastructure(builder.Configuration.GetValue<DatabaseProduct>("Forum:Database"));
        builder.Services.AddMediator((MediatorOptions options) =>
        {
            options.ServiceLifetime = ServiceLifetime.Scoped;
            options.Assemblies = [typeof(ICreate).Assembly];
            options.PipelineBehaviors =
            [
                typeof(LoggingBehavior<,>), typeof(FilteringBehavior<,>), typeof(ValidationBehavior<,>), typeof(PrepareBehavior<,>),
                typeof(TransactionBehavior<,>), typeof(IdempotencyBehavior<,>),
            ];
        });
        builder.Services.AddValidatorsFromAssembly();
        ValidatorOptions.Global.LanguageManager.Enabled = false;

        builder.Services.ConfigureHttpJsonOptions(options => WebJson.Configure(options.SerializerOptions));
        builder.Services.AddForumProblems();
        builder.Services.AddAuthentication(ForumAuthentication.Name).AddScheme<AuthenticationSchemeOptions, ForumAuthentication>(ForumAuthentication.Name, null);
        builder.Services.AddAuthorization();
        builder.Services.AddSingleton<SetupLink>().AddSingleton<ReadyAnswers>().AddSingleton<OwnAnswers>();
        builder.Services.AddForumRateLimits();
        builder.Services.AddApiDocument();
        builder.AddTelemetry();

        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseSecurityHeaders();
        app.UseMetrics();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSinglePageApp();
        app.UseHeadRequests();
        app.UseRouting();
        app.Use(JoinedUpgrade.SetAsync);
        app.UseWebSockets();
        app.UseSameOrigin();
        app.UseAuthentication();
        app.UseVisitorBodyLimit();
        app.UseForumRateLimits();
        app.UseSecurityLog();
        app.UseAuthorization();
        app.UsePermissions();

        app.MapOpenApi("/openapi/v1.json");
        app.MapScalarApiReference("/docs", docs =>
        {
            (docs.Title, docs.DefaultFonts, docs.OpenApiRoutePattern) = ("RealTimeForum API", false, "/openapi/v1.json");
            (docs.HideClientButton, docs.Telemetry, docs.ShowDeveloperTools) = (true, false, DeveloperToolsVisibility.Never);
            docs.Agent = new ScalarAgentOptions { Disabled = true };
        });
        app.MapHealth();
        app.MapAccounts();
        app.MapAdministration();
        app.MapChats();
        app.MapMessages();
        app.MapBlocks();
        app.MapWs();
        app.MapCategories();
        app.MapPosts();
        app.MapComments();
        app.MapReports();
        app.MapNotifications();
        app.MapSearch();
        app.MapUploads();
        app.MapPages();
        app.MapManifest();
        app.MapSinglePageApp();
        return app;
    }

    private static void Refuse(CommandLine command, WebApplication app)
    {
        if (OptionsOf(app).Database is not DatabaseProduct.Sqlite)
            throw new StartRefusedException($"{command.Name}: this is for SQLite (Forum:Database). PostgreSQL has tools of its own: pg_dump and pg_restore; bring a seeded forum there with copy-to");
    }

    /// <returns>The hold on the data folder: nobody else writes there until it is let go. Null where several processes may use it.</returns>
    private static DataFolder? TakeFolder(WebApplication app) => OptionsOf(app).Database is DatabaseProduct.Sqlite ? DataFolder.Take(OptionsOf(app).DataDirectory) : null;

    private static ForumOptions OptionsOf(WebApplication app) => app.Services.GetRequiredService<IOptions<ForumOptions>>().Value;

    private static async Task PrepareAsync(WebApplication app)
    {
        var options = OptionsOf(app);
        if (BackupFile.WasCutOff(options.DataDirectory)) throw new BackupException($"Forum:DataDirectory: a restore into {options.DataDirectory} was cut off; run it again");
        await app.Services.GetRequiredService<Database>().MigrateAsync(CancellationToken.None);
        await app.Services.GetRequiredService<SettingsBoard>().LoadAsync(app.Services.GetRequiredService<ReadPool>(), CancellationToken.None);
        Log.Information("Data is kept in {DataDirectory}", options.DataDirectory);
        app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<ConnectionManager>().DrainAsync().GetAwaiter().GetResult());
        app.Lifetime.ApplicationStarted.Register(() => _ = FirstAdministrator.EnsureAsync(app));
    }
}
