using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.WebApi.Http;

internal static class ProblemSetup
{
    /// <summary>Every answer from 400 on has a body of the same form, whoever refused: a handler, the router or the framework.</summary>
    public static IServiceCollection AddForumProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            if (problem.Status == 400 && !problem.Extensions.ContainsKey("code") && UnreadParameters.First(context.HttpContext) is { } name) UnreadParameters.Describe(problem, name);
            problem.Extensions.Remove("traceId");
            problem.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
            problem.Extensions.TryAdd("code", Problems.CodeOf(problem.Status ?? 500));
            if (problem.Type is null || !problem.Type.StartsWith("urn:", StringComparison.Ordinal)) problem.Type = $"urn:problem:{problem.Extensions["code"]}";
            if (problem.Extensions.Remove("retryAfter", out var seconds)) context.HttpContext.Response.Headers.RetryAfter = $"{seconds}";
        });
        services.AddSingleton<IProblemDetailsWriter, WhateverIsAccepted>();
        services.AddExceptionHandler<UnexpectedExceptions>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>The framework's own writer steps back from a client that would rather have a page or a picture; a refusal is a problem for it too.</summary>
    private sealed class WhateverIsAccepted(IOptions<ProblemDetailsOptions> options) : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            var (http, problem) = (context.HttpContext, context.ProblemDetails);
            problem.Status ??= http.Response.StatusCode;
            problem.Title ??= Problems.TitleOf(problem.Status.Value);
            options.Value.CustomizeProblemDetails?.Invoke(context);
            await http.Response.WriteAsJsonAsync(problem, WebJson.Options, "application/problem+json", http.RequestAborted);
        }
    }

    private sealed class UnexpectedExceptions(IProblemDetailsService problems, ILogger<UnexpectedExceptions> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
            var details = exception is BadHttpRequestException bad ? DetailsOf(bad) : HasUnknownCharset(httpContext.Request) ? NotJson
                : StorageFailure.Of(exception) is { } unavailable ? Problems.Details(unavailable) : new ProblemDetails
                {
                    Status = 500, Title = "Internal Server Error", Detail = "Something went wrong on our side.", Extensions = { ["code"] = "server.error" },
                };
            if (details.Status == 500) logger.Unexpected(exception, httpContext.Request.Method, httpContext.Request.Path);
            httpContext.Response.StatusCode = details.Status!.Value;
            return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = details });
        }

        private static ProblemDetails NotJson => Problems.Details(new Error("request.not_json", "Send the request as application/json."), 415);

        /// <summary>The framework throws what it throws for its own mistakes.</summary>
        private static bool HasUnknownCharset(HttpRequest request)
        {
            if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue) return false;
            try { return System.Text.Encoding.GetEncoding(type.Charset.Value.Trim('"')) is null; }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException) { return true; }
        }

        /// <summary>The framework read the request before any of our code did: it names the field where it can.</summary>
        private static ProblemDetails DetailsOf(BadHttpRequestException bad)
        {
            if (bad.StatusCode == 415) return NotJson;
            if (bad.StatusCode == 413) return Problems.Details(new Error("request.too_large", "The request is too large.", ErrorKind.TooLarge));
            if (bad.InnerException is JsonException json) return Problems.Details(JsonErrors.From(json));
            return Problems.Details(BindingError(bad));
        }

        private static Error BindingError(BadHttpRequestException bad)
        {
            // The framework's sentence: Failed to bind parameter "int limit" from "abc". / Required parameter "string q" was not provided from query string.
            var quoted = bad.Message.Split('"');
            var name = quoted.Length > 1 ? quoted[1].Split(' ')[^1] : "";
            return name.Length > 0 && quoted[1].Contains(' ', StringComparison.Ordinal) && !name.Equals("body", StringComparison.Ordinal)
                ? UnreadParameters.Refusal(name)
                : new Error("request.malformed", "The request cannot be read.");
        }
    }
}

/// <summary>Of a parameter that may be left out and is not what it should be, the framework says only that there is one.</summary>
internal static class UnreadParameters
{
    public static Error Refusal(string name) => Error.OfField("request.invalid", Fields.NameOf(name), "This value has the wrong form.");

    public static void Describe(ProblemDetails problem, string name)
    {
        var refusal = Problems.Details(Refusal(name));
        (problem.Type, problem.Detail) = (refusal.Type, refusal.Detail);
        foreach (var (key, value) in refusal.Extensions) problem.Extensions[key] = value;
    }

    /// <returns>Null where every parameter of the request's address can be read.</returns>
    public static string? First(HttpContext http) => http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
        .FirstOrDefault(parameter => parameter.HasTryParse && http.Request.Query[parameter.Name].ToString() is { Length: > 0 } given && !CanRead(parameter.ParameterInfo.ParameterType, given))?.Name;

    private static bool CanRead(Type type, string given) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) => int.TryParse(given, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        var number when number == typeof(long) => long.TryParse(given, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        var yesOrNo when yesOrNo == typeof(bool) => bool.TryParse(given, out _),
        var id when id == typeof(Guid) => Guid.TryParse(given, out _),
        var time when time == typeof(DateTimeOffset) => DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, out _),
        _ => true,
    };
}

internal static class JsonErrors
{
    /// <summary>Names the field that could not be read, from the path the reader got to.</summary>
    public static Error From(JsonException json)
    {
        var path = json.Path is { Length: > 2 } full && full.StartsWith("$.", StringComparison.Ordinal) ? full[2..] : "";
        return path.Length > 0 && path.All(c => char.IsLetterOrDigit(c) || c is '.' or '[' or ']' or '_')
            ? Error.OfField("request.invalid", path, "This value has the wrong form.")
            : new Error("request.malformed", "This is not the JSON that is expected here.");
    }
}

internal static partial class ProblemLog
{
    [LoggerMessage(4001, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void Unexpected(this ILogger logger, Exception exception, string method, string path);
}
