using Mapster;
using System.Text.Json;
using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        var anyone = app.MapGroup("/api").WithTags("Accounts").ProducesProblem(400).ProducesProblem(429);
        anyone.MapPost("/accounts", SignUp).WithSummary("Sign up and be signed in").RequireRateLimiting(RateLimits.SignUps).ProducesProblem(409);
        anyone.MapPost("/session", SignIn).WithSummary("Sign in with nickname or e-mail").ProducesProblem(401);
        anyone.MapGet("/users/{nickname}", Profile).WithSummary("A person's public profile").AllowReading().ProducesProblem(404);

        var mine = app.MapGroup("/api").WithTags("Accounts").RequireAuthorization().ProducesProblem(401);
        mine.MapDelete("/session", SignOut).WithSummary("Sign out; the session is dead at once");
        mine.MapGet("/sessions", Sessions).WithSummary("My devices");
        mine.MapDelete("/sessions/{id:guid}", EndSession).WithSummary("Sign one of my devices out").ProducesProblem(404);
        mine.MapGet("/me", Me).WithSummary("My account");
        mine.MapPatch("/me", UpdateMe).WithSummary("Change what I say of myself").ProducesProblem(400);
        mine.MapPut("/me/password", ChangePassword).WithSummary("Set a new password; my other sessions end").ProducesProblem(400);
        mine.MapGet("/tokens", Tokens).WithSummary("My API tokens");
        mine.MapPost("/tokens", MakeToken).WithSummary("Make an API token; it is shown this once").ProducesProblem(400);
        mine.MapDelete("/tokens/{id:guid}", RevokeToken).WithSummary("Revoke an API token").ProducesProblem(404);
    }

    private static async Task<Results<Created<MeView>, ProblemHttpResult>> SignUp(SignUpBody body, HttpContext http, SetupLink setup, ISender sender, CancellationToken ct)
    {
        var command = new SignUp(body.Nickname, body.Email, body.Password, body.FirstName, body.LastName, body.Age, body.Gender, Origin(http));
        var result = body.SetupToken.Length > 0
            ? await setup.UseAsync(body.SetupToken, () => sender.Send(command with { Role = Role.Admin }, ct))
            : await sender.Send(command, ct);
        return result.Match<Results<Created<MeView>, ProblemHttpResult>>(
            signedIn =>
            {
                SessionCookie.Set(http, signedIn.Token);
                return TypedResults.Created("/api/me", signedIn.Me);
            },
            error => Problems.From(error));
    }

    private static async Task<Results<Ok<MeView>, ProblemHttpResult>> SignIn(SignInBody body, HttpContext http, ISender sender, CancellationToken ct)
    {
        var result = await sender.Send(new SignIn(body.Login, body.Password, Origin(http)), ct);
        return result.Match<Results<Ok<MeView>, ProblemHttpResult>>(
            attempt =>
            {
                if (attempt.SignedIn is not { } signedIn) return Problems.From(attempt.Refusal!);
                SessionCookie.Set(http, signedIn.Token);
                return TypedResults.Ok(signedIn.Me);
            },
            error => Problems.From(error));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SignOut(HttpContext http, ISender sender, CancellationToken ct)
    {
        var answer = await sender.Do(new EndSession(null), ct);
        SessionCookie.Clear(http);
        return answer;
    }

    private static Task<Results<Ok<Page<SessionView>>, ProblemHttpResult>> Sessions(ISender sender, CancellationToken ct) => sender.Answer(new ListSessions(), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> EndSession(Guid id, ISender sender, CancellationToken ct) => sender.Do(new EndSession(SessionId.From(id)), ct);

    private static Task<Results<Ok<MeView>, ProblemHttpResult>> Me(ISender sender, CancellationToken ct) => sender.Answer(new GetMe(), ct);

    private static Task<Results<Ok<MeView>, ProblemHttpResult>> UpdateMe(UpdateMeBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(body.Adapt<UpdateMe>() with { Avatar = body.AvatarId.Read() }, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> ChangePassword(ChangePasswordBody body, ISender sender, CancellationToken ct) =>
        sender.Do(new ChangePassword(body.CurrentPassword, body.NewPassword), ct);

    private static Task<Results<Ok<Page<ApiTokenView>>, ProblemHttpResult>> Tokens(ISender sender, CancellationToken ct) => sender.Answer(new ListApiTokens(), ct);

    private static async Task<Results<Created<NewApiToken>, ProblemHttpResult>> MakeToken(MakeTokenBody body, ISender sender, CancellationToken ct) =>
        (await sender.Send(body.Adapt<MakeApiToken>(), ct)).Match<Results<Created<NewApiToken>, ProblemHttpResult>>(
            token => TypedResults.Created($"/api/tokens/{token.Id}", token), error => Problems.From(error));

    private static Task<Results<NoContent, ProblemHttpResult>> RevokeToken(Guid id, ISender sender, CancellationToken ct) => sender.Do(new RevokeApiToken(SessionId.From(id)), ct);

    private static Task<Results<Ok<ProfileView>, ProblemHttpResult>> Profile(string nickname, ISender sender, CancellationToken ct) => sender.Answer(new GetProfile(nickname), ct);

    private static SignInOrigin Origin(HttpContext http) => new(http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Headers.UserAgent.ToString());

    private sealed record SignUpBody(
        string Nickname = "", string Email = "", string Password = "", string FirstName = "", string LastName = "", int? Age = null, Gender? Gender = null, string SetupToken = "");

    private sealed record SignInBody(string Login = "", string Password = "");

    private sealed record UpdateMeBody(
        string? FirstName = null, string? LastName = null, int? Age = null, Gender? Gender = null,
        Openness? WhoMayWrite = null, bool? StrangersAsk = null, bool? ShowsReadMarks = null, bool? IsInvisible = null, JsonElement AvatarId = default);

    private sealed record ChangePasswordBody(string CurrentPassword = "", string NewPassword = "");

    private sealed record MakeTokenBody(string Name = "", int? ExpiresInDays = null);
}
