using System.Reflection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Chats;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Categories;
using RealTimeForum.Domain.Chats;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Comments;
using RealTimeForum.Domain.Notifications;
using RealTimeForum.Domain.Posts;
using RealTimeForum.Domain.Reports;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure.Administration;
using RealTimeForum.Infrastructure.Identity;
using RealTimeForum.Infrastructure.Mail;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Persistence.Sqlite;
using RealTimeForum.Infrastructure.Realtime;
using RealTimeForum.Infrastructure.Search;
using RealTimeForum.Infrastructure.Text;
using RealTimeForum.Infrastructure.Uploads;

namespace RealTimeForum.Infrastructure;

public static class Setup
{
    /// <param name="database">Known before the settings are checked: which services there are depends on it.</param>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, DatabaseProduct database)
    {
        services.AddSingleton(Broken.TrustsWallClock ? new Broken.WallClock() : TimeProvider.System);
        services.AddScoped<Actor>().AddScoped<IActor>(provider => provider.GetRequiredService<Actor>());
        services.AddPersistence(database).AddSearch().AddUploads().AddCredentials().AddMail().AddAdministration().AddRealtime();
        services.AddScoped<ChatAdmission>();
        services.AddSingleton<INicknames, Nicknames>();
        services.AddSingleton<IMarkdown, SafeMarkdown>();
        services.AddSingleton<IContentRules, ContentRules>();
        services.AddReactions(typeof(IReactTo<>).Assembly);
        return services;
    }

    private static IServiceCollection AddPersistence(this IServiceCollection services, DatabaseProduct database)
    {
        if (database is DatabaseProduct.Postgres) services.AddPostgres();
        else services.AddSqlite();
        services.AddSingleton<ReadPool>().AddSingleton<KnownChats>().AddSingleton<KnownBlocks>();
        services.AddSingleton(provider => new Freshness(provider.GetRequiredService<IDatabaseProduct>().IsShared));
        services.AddSingleton(provider => new Memberships(provider.GetRequiredService<ReadPool>()));
        services.AddSingleton(provider => new Reactors(provider.GetRequiredService<ReadPool>()));
        services.AddSingleton(provider => new Database(provider.GetRequiredService<IDatabaseProduct>(), provider.GetRequiredService<ReadPool>(), provider.GetRequiredService<IStemmer>(), provider.GetRequiredService<ILogger<Database>>()));
        services.AddScoped<UnitOfWork>().AddScoped<ILiveEvents>(provider => provider.GetRequiredService<UnitOfWork>());
        services.AddScoped<ReadDb>().AddScoped<IReadDb>(provider => provider.GetRequiredService<ReadDb>());
        services.AddScoped<IUserRepository, UserRepository>();
        services.AddScoped<IClientRepository, ClientRepository>();
        services.AddScoped<IBlockRepository, BlockRepository>();
        services.AddScoped<ISessionRepository, SessionRepository>();
        services.AddScoped<IMailedTokenRepository, MailedTokenRepository>();
        services.AddScoped<ISignUpInvitationRepository, SignUpInvitationRepository>();
        services.AddScoped<IChatRepository, ChatRepository>();
        services.AddScoped<ICategoryRepository, CategoryRepository>();
        services.AddScoped<IPostRepository, PostRepository>();
        services.AddScoped<ICommentRepository, CommentRepository>();
        services.AddScoped<IUploadRepository, UploadRepository>();
        services.AddScoped<IReportRepository, ReportRepository>();
        services.AddScoped<INotificationRepository, NotificationRepository>();
        services.AddScoped<IIdempotencyKeys, IdempotencyKeys>();
        return services;
    }

    private static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.AddSingleton<IStemmer, Stemmer>();
        services.AddScoped<IndexedTexts>().AddScoped<IIndexedTexts>(provider => provider.GetRequiredService<IndexedTexts>());
        return services;
    }

    private static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddSingleton<IImages, VipsImages>().AddSingleton<DiskUploadFiles>().AddSingleton<S3UploadFiles>();
        services.AddSingleton<IUploadFiles>(provider => provider.GetRequiredService<IOptions<ForumOptions>>().Value.S3.Address is null
            ? provider.GetRequiredService<DiskUploadFiles>() : provider.GetRequiredService<S3UploadFiles>());
        services.AddSingleton<UploadSweeper>().AddHostedService(provider => provider.GetRequiredService<UploadSweeper>());
        return services;
    }

    private static IServiceCollection AddCredentials(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(identity =>
        {
            // Nickname and EmailAddress judge names; Identity only keeps them apart.
            identity.User.AllowedUserNameCharacters = "";
            identity.User.RequireUniqueEmail = true;
        }).AddEntityFrameworkStores<ForumDb>();
        services.AddScoped<ILookupNormalizer, KeyNormalizer>();
        services.AddDataProtection().SetApplicationName("RealTimeForum");
        services.AddOptions<KeyManagementOptions>().Configure<IXmlRepository>((keys, repository) => keys.XmlRepository = repository);
        services.AddSingleton<IPasswords, Passwords>();
        services.AddScoped<ICredentials, Credentials>().AddScoped<ISecondFactors, SecondFactors>().AddScoped<IPersonalData, PersonalData>();
        services.AddSingleton<Guesses>().AddSingleton<IGuesses>(provider => provider.GetRequiredService<Guesses>()).AddScoped<OwnPassword>().AddScoped<Erasure>();
        services.AddSingleton<Housekeeping>().AddHostedService(provider => provider.GetRequiredService<Housekeeping>());
        return services;
    }

    private static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<LetterSeal>().AddSingleton<ISite, Site>();
        services.AddScoped<IOutbox, Outbox>().AddScoped<IMailbag, Mailbag>().AddScoped<Mails>();
        services.AddHostedService<MailSender>();
        return services;
    }

    private static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.AddSingleton<SettingsBoard>().AddScoped<IForumSettings, Settings>();
        services.AddScoped<IAudit, Audit>().AddScoped<ISamples, Samples>();
        services.AddSingleton<IOverview, Overview>();
        return services;
    }

    private static IServiceCollection AddRealtime(this IServiceCollection services)
    {
        services.AddSingleton<ISessionLookup, SessionLookup>().AddSingleton<SessionDirectory>();
        services.AddSingleton<PresenceBoard>().AddSingleton<IPresence>(provider => provider.GetRequiredService<PresenceBoard>());
        services.AddSingleton<ConnectionManager>().AddHostedService(provider => provider.GetRequiredService<ConnectionManager>());
        services.AddSingleton<SharedLimits>().AddSingleton<IMessageLimit, MessageLimit>();
        services.AddSingleton<IMarkGatherer, MarkGatherer>();
        services.AddHostedService<Ticker>().AddHostedService<IdleTrim>();
        return services;
    }

    /// <summary>Registers every <see cref="IReactTo{TEvent}"/> and <see cref="IPrepare{TMessage}"/> of an assembly.</summary>
    private static void AddReactions(this IServiceCollection services, Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            foreach (var contract in type.GetInterfaces().Where(IsRegistered)) services.AddScoped(contract, type);
        }
    }

    private static bool IsRegistered(Type contract) =>
        contract.IsGenericType && (contract.GetGenericTypeDefinition() == typeof(IReactTo<>) || contract.GetGenericTypeDefinition() == typeof(IPrepare<>));
}
