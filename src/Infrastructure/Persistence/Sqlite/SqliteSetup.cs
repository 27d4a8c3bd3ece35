using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Backups;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.Infrastructure.Search;
using RealTimeForum.Infrastructure.Seeding;

namespace RealTimeForum.Infrastructure.Persistence.Sqlite;

internal static class SqliteSetup
{
    public static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<SqliteDatabase>().AddSingleton<IDatabaseProduct>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton(provider => new Seeder(provider.GetRequiredService<SqliteDatabase>(), provider.GetRequiredService<IPasswords>(), provider.GetRequiredService<IMarkdown>(), provider.GetRequiredService<IStemmer>()));
        services.AddSingleton(provider => new BackupFile(provider.GetRequiredService<SqliteDatabase>(), provider.GetRequiredService<IOptions<ForumOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CopyToPostgres(provider.GetRequiredService<SqliteDatabase>(), provider.GetRequiredService<IStemmer>(), provider.GetRequiredService<IOptions<ForumOptions>>()));
        services.AddSingleton(provider => new Doctor(provider.GetRequiredService<SqliteDatabase>())).AddHostedService<BackupTimer>();
        services.AddSingleton<SqliteWriter>().AddHostedService(provider => provider.GetRequiredService<SqliteWriter>());
        services.AddScoped<ForumDb>(provider =>
        {
            var db = provider.GetRequiredService<SqliteWriter>().NewContext();
            provider.GetRequiredService<UnitOfWork>().Opened(db);
            return db;
        });
        services.AddScoped<ITransactions, SqliteTransactions>();
        services.AddScoped<ISearchIndex, SqliteSearchIndex>();
        services.AddHostedService<ForgottenMessages>();
        services.AddSingleton<IClientLookup, ClientLookup>();
        services.AddSingleton<ILeader, OnlyNode>().AddSingleton<IAudience, LocalAudience>();
        services.AddSingleton<IXmlRepository>(provider => new FileSystemXmlRepository(
            Directory.CreateDirectory(Path.Combine(provider.GetRequiredService<IOptions<ForumOptions>>().Value.DataDirectory, "keys")), provider.GetRequiredService<ILoggerFactory>()));
    }
}
