using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using RealTimeForum.Infrastructure;
using RealTimeForum.Infrastructure.Realtime;

namespace RealTimeForum.WebApi.Http;

/// <summary>A browser's cookie or a program's bearer token, both opaque; who they belong to is the server's to know.</summary>
internal sealed class ForumAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, SessionDirectory sessions, Actor actor)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Forum";
    private const string Bearer = "Bearer ";

    /// <summary>Made once for as long as a session is remembered.</summary>
    private static readonly ConditionalWeakTable<SignedInUser, ClaimsPrincipal> Principals = [];

    /// <summary>The secret that a request came with, whichever way.</summary>
    public static string? TokenOf(HttpRequest request) => BearerOf(request) ?? request.Cookies[SessionCookie.NameIn(request)];

    public static string? BearerOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var bearer = BearerOf(Request);
        var token = TokenOf(Request);
        if (string.IsNullOrEmpty(token)) return AuthenticateResult.NoResult();
        // A cookie's token is no bearer token and the other way round, so that neither can be smuggled past the Origin check.
        if (await sessions.FindAsync(token, Context.RequestAborted) is not { } user || user.IsApiToken != bearer is not null)
            return AuthenticateResult.Fail("The session or token is not valid.");

        actor.Is(user, Context.Connection.RemoteIpAddress?.ToString());
        Context.Features.Set(user);
        return AuthenticateResult.Success(new AuthenticationTicket(Principals.GetValue(user, PrincipalOf), Name));
    }

    private static ClaimsPrincipal PrincipalOf(SignedInUser user) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user.UserId.Value.ToString())], Name));

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 401;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = 403;
        return Task.CompletedTask;
    }
}

internal static class SessionCookie
{
    private const string Name = "forum_session";

    /// <summary>Over https a name that browsers take from this host alone, and never without encryption: no neighbour under the same domain can plant one.</summary>
    public static string NameIn(HttpRequest request) => request.IsHttps ? "__Host-" + Name : Name;

    /// <summary>The browser keeps it as long as the session can last; whether it still does is the server's to know.</summary>
    public static void Set(HttpContext context, string token) => context.Response.Cookies.Append(
        NameIn(context.Request), token, Options(context, context.RequestServices.GetRequiredService<IOptions<ForumOptions>>().Value.Sessions.Absolute));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameIn(context.Request), Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", MaxAge = lifetime, IsEssential = true };
}
