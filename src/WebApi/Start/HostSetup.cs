using System.ComponentModel.DataAnnotations;
using System.Net.Sockets;
using FluentValidation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Nodes;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Uploads;
using RealTimeForum.WebApi.Http;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Filters;
using Serilog.Formatting.Compact;

namespace RealTimeForum.WebApi.Start;

internal static class HostSetup
{
    private static readonly Func<LogEvent, bool> OfKestrel = Matching.FromSource("Microsoft.AspNetCore.Server.Kestrel");

    /// <summary>One line an event on a console; JSON with <c>Forum:Log=json</c>.</summary>
    /// <remarks>Behind the framework's own factory, which keeps a logger for each category; Serilog's makes one whenever it is asked, which is at each request.</remarks>
    public static void AddLogging(this WebApplicationBuilder builder)
    {
        var log = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).Enrich.With<WithoutAddresses>().Filter.ByExcluding(IsOfACutBody);
        if (string.Equals(builder.Configuration["Forum:Log"], "json", StringComparison.OrdinalIgnoreCase)) log.WriteTo.Console(new CompactJsonFormatter());
        else log.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture, restrictedToMinimumLevel: LogEventLevel.Verbose);
        var logger = log.CreateLogger();
        Log.Logger = logger;
        // What is heard is Serilog's to say.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddSerilog(logger, dispose: true);
    }

    /// <summary>Whoever goes away in the middle of a body leaves Kestrel reading on where it already reads (dotnet/aspnetcore#17840, #52324): nobody is there any more, and nothing is wrong.</summary>
    private static bool IsOfACutBody(LogEvent logEvent) => logEvent.Exception is InvalidOperationException { Message: "Reading is already in progress." } && OfKestrel(logEvent);

    /// <summary>The framework adds each request's address, and an invite's is its code.</summary>
    private sealed class WithoutAddresses : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
    }

    public static void ConfigureForumServer(this IWebHostBuilder web) => web
        .ConfigureServices(services => services.AddSingleton<IMemoryPoolFactory<byte>, NetworkMemory>())
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        })
        .UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            // A reader that stopped reading must be noticed before the kernel has taken megabytes for it.
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (endpoint is System.Net.IPEndPoint) socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.SendBuffer, 128 * 1024);
            return socket;
        });

    public static void AddValidatorsFromAssembly(this IServiceCollection services)
    {
        // Their rules are made once: they hold nothing of a request.
        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(ICreate).Assembly)) services.AddSingleton(found.InterfaceType, found.ValidatorType);
    }

    /// <summary>Also looks into the nested groups of settings, and names each by its full path.</summary>
    /// <param name="isTesting">Passwords may be hashed faster than is safe.</param>
    public static OptionsBuilder<ForumOptions> ValidateDataAnnotationsRecursively(this OptionsBuilder<ForumOptions> builder, bool isTesting)
    {
        builder.Services.AddSingleton<IValidateOptions<ForumOptions>>(new Annotations(isTesting));
        return builder;
    }

    private sealed class Annotations(bool isTesting) : IValidateOptions<ForumOptions>
    {
        public ValidateOptionsResult Validate(string? name, ForumOptions options)
        {
            List<string> failures = [];
            Check("Forum", options, failures);
            if (options.Passwords.Iterations < PasswordOptions.LeastIterations && !isTesting) failures.Add($"Forum:Passwords:Iterations: at least {PasswordOptions.LeastIterations}; fewer only in the Testing environment");
            failures.AddRange(TrustedProxies.Wrong(options.Proxies).Select(proxy => $"Forum:Proxies: {proxy} is neither an address nor a network such as 10.0.0.0/8"));
            failures.AddRange(TrustedProxies.Wrong(options.Metrics.From).Select(from => $"Forum:Metrics:From: {from} is neither an address nor a network such as 10.0.0.0/8"));
            if (options.Telemetry.Otlp is { } otlp && !(otlp.IsAbsoluteUri && otlp.Scheme is "http" or "https")) failures.Add("Forum:Telemetry:Otlp: give an address such as http://localhost:4317");
            failures.AddRange(new[] { PostgresDatabase.Wrong(options), RedisLine.Wrong(options), S3UploadFiles.Wrong(options) }.OfType<string>());
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        private static void Check(string path, object group, List<string> failures)
        {
            List<ValidationResult> results = [];
            Validator.TryValidateObject(group, new ValidationContext(group), results, validateAllProperties: true);
            failures.AddRange(results.Select(result => $"{path}:{result.MemberNames.FirstOrDefault()}: {result.ErrorMessage}"));
            foreach (var property in group.GetType().GetProperties().Where(property => property.PropertyType.Assembly == typeof(ForumOptions).Assembly))
            {
                if (property.GetValue(group) is { } inner) Check($"{path}:{property.Name}", inner, failures);
            }
        }
    }
}
