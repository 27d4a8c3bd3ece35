using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using RealTimeForum.Application.Ports;
using RealTimeForum.Infrastructure.Nodes;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.Infrastructure.Persistence.Postgres;

internal static class PostgresSetup
{
    public static void AddPostgres(this IServiceCollection services)
    {
        services.AddSingleton<PostgresDatabase>().AddSingleton<IDatabaseProduct>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<WritingTurns>().AddSingleton<ILeader, PostgresLeader>().AddSingleton<IXmlRepository, PostgresKeys>();
        services.AddScoped<ForumDb>(provider =>
        {
            var db = provider.GetRequiredService<PostgresDatabase>().NewWriter();
            provider.GetRequiredService<UnitOfWork>().Opened(db);
            return db;
        });
        services.AddScoped<ITransactions, PostgresTransactions>();
        services.AddScoped<ISearchIndex, PostgresSearchIndex>();
        services.AddSingleton<NodeEvents>().AddHostedService(provider => provider.GetRequiredService<NodeEvents>());
        services.AddSingleton<RedisLine>().AddHostedService(provider => provider.GetRequiredService<RedisLine>());
        services.AddSingleton<Neighbours>().AddHostedService(provider => provider.GetRequiredService<Neighbours>());
        services.AddHostedService<LimitTeller>();
        services.AddSingleton<IAudience, SharedAudience>();
        services.AddSingleton<LiveOrder>().AddSingleton<IClientLookup>(provider => new OrderedClientLookup(provider.GetRequiredService<ReadPool>(), new Lazy<LiveOrder>(provider.GetRequiredService<LiveOrder>)));
    }
}
