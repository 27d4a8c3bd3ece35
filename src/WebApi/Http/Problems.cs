using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.WebApi.Http;

/// <summary>Refusals as RFC 9457 problem details, with our stable <c>code</c>.</summary>
internal static class Problems
{
    public static ProblemHttpResult From(Error error) => TypedResults.Problem(Details(error));

    /// <param name="status">Where the kind of the error has no status of its own.</param>
    public static ProblemDetails Details(Error error, int? status = null)
    {
        status ??= StatusOf(error.Kind);
        var details = new ProblemDetails { Type = $"urn:problem:{error.Code}", Title = TitleOf(status.Value), Status = status, Detail = error.Message };
        details.Extensions["code"] = error.Code;
        if (error.Fields.Count > 0) details.Extensions["errors"] = error.Fields;
        foreach (var (name, value) in error.Facts) details.Extensions[name] = value;
        if (error.RetryAfterSeconds is { } seconds) details.Extensions["retryAfter"] = seconds;
        return details;
    }

    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => 400,
        ErrorKind.Unauthenticated => 401,
        ErrorKind.Forbidden => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.Conflict => 409,
        ErrorKind.StalePrecondition => 412,
        ErrorKind.TooLarge => 413,
        ErrorKind.TooMany => 429,
        ErrorKind.Unavailable => 503,
        _ => 500,
    };

    public static string CodeOf(int status) => status switch
    {
        400 => "request.malformed",
        401 => "auth.required",
        403 => "auth.forbidden",
        404 => "route.not_found",
        405 => "route.method_not_allowed",
        413 => "request.too_large",
        415 => "request.not_json",
        429 => "request.too_many",
        503 => "server.busy",
        _ => "server.error",
    };

    public static string TitleOf(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
