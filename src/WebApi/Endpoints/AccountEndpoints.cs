using System.IO.Compression;
using System.Text.Json;
using Mapster;
using Mediator;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Clients;
using RealTimeForum.Domain.Common;
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
        anyone.MapGet("/session", Current).WithSummary("Who asks; null for visitors");
        anyone.MapPost("/session", SignIn).WithSummary("Sign in with nickname or e-mail").ProducesProblem(401);
        anyone.MapGet("/users/{nickname}", Profile).WithSummary("A person's public profile").RequireAct(Act.ReadForum).ProducesProblem(404);
        anyone.MapPost("/password-reset", AskForReset).WithSummary("Mail a link to set a new password; the answer is always the same").RequireRateLimiting(RateLimits.Mails);
        anyone.MapPost("/password-reset/confirm", ResetPassword).WithSummary("Set a new password by that link; every session ends");
        anyone.MapPost("/email-confirmation/confirm", ConfirmEmail).WithSummary("Prove an address by the link in a mail");

        var mine = app.MapGroup("/api").WithTags("Accounts").RequireActs(Act.SeeAccount, Act.ChangeAccount).ProducesProblem(401).ProducesProblem(403);
        mine.MapDelete("/session", SignOut).WithSummary("Sign out; the session is dead at once");
        mine.MapGet("/sessions", Sessions).WithSummary("My devices");
        mine.MapDelete("/sessions", EndOtherSessions).WithSummary("Sign out everywhere but here");
        mine.MapDelete("/sessions/{id:guid}", EndSession).WithSummary("Sign one of my devices out").ProducesProblem(404);
        mine.MapGet("/me", Me).WithSummary("My account");
        mine.MapPatch("/me", UpdateMe).WithSummary("Change what I say of myself").ProducesProblem(400);
        mine.MapPut("/me/password", ChangePassword).WithSummary("Set a new password; my other sessions end").ProducesProblem(400);
        mine.MapPut("/me/email", ChangeEmail).WithSummary("Mail a link to an address that is to become mine; the present one hears of it").ProducesProblem(400).ProducesProblem(409).ProducesProblem(429);
        mine.MapPut("/me/language", SetLanguage).WithSummary("The language of mails to me").ProducesProblem(400);
        mine.MapPost("/email-confirmation", AskForConfirmation).WithSummary("Mail me the link again that proves my address").ProducesProblem(429);
        mine.MapGet("/me/export", Export).RequireAct(Act.TakeData).WithSummary("Everything of mine as JSON; ?format=zip adds my images").Produces<string>(200, "application/json").ProducesProblem(400);
        mine.MapDelete("/me", EraseMe).WithSummary("Erase my account; my posts stay as those of a deleted user").ProducesProblem(400).ProducesProblem(409);
        mine.MapGet("/me/two-factor", TwoFactor).WithSummary("Whether a second factor guards my account");
        mine.MapPost("/me/two-factor", BeginTwoFactor).WithSummary("A secret for my authenticator app, also as a picture").ProducesProblem(400).ProducesProblem(409);
        mine.MapPost("/me/two-factor/confirm", ConfirmTwoFactor).WithSummary("From now on signing in takes a code; answers the recovery codes").ProducesProblem(400).ProducesProblem(409);
        mine.MapPost("/me/two-factor/recovery-codes", RenewRecoveryCodes).WithSummary("Fresh recovery codes").ProducesProblem(400).ProducesProblem(409);
        mine.MapDelete("/me/two-factor", EndTwoFactor).WithSummary("From now on the password alone signs in").ProducesProblem(400);
        mine.MapGet("/tokens", Tokens).WithSummary("My API tokens");
        mine.MapPost("/tokens", MakeToken).WithSummary("Make an API token; it is shown this once").ProducesProblem(400);
        mine.MapDelete("/tokens/{id:guid}", RevokeToken).WithSummary("Revoke an API token").ProducesProblem(404);
    }

    private static async Task<Results<Created<MeView>, ProblemHttpResult>> SignUp(SignUpBody body, HttpContext http, SetupLink setup, ISender sender, CancellationToken ct)
    {
        var command = new SignUp(body.Nickname, body.Email, body.Password, body.FirstName, body.LastName, body.Age, body.Gender, Origin(http)) { Language = LanguageOf(http), Invitation = body.Invitation };
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

    private static async Task<Results<Ok<MeView>, ProblemHttpResult>> SignIn(SignInBody body, HttpContext http, IActor actor, ISender sender, CancellationToken ct)
    {
        var result = await sender.Send(new SignIn(body.Login, body.Password, body.Code, Origin(http)) { Instead = actor.IsSignedIn ? actor.SessionId : null }, ct);
        return result.Match<Results<Ok<MeView>, ProblemHttpResult>>(
            attempt =>
            {
                ForumMeter.SignIns.Add(1, new KeyValuePair<string, object?>("outcome", attempt.Refusal?.Code ?? "ok"));
                if (attempt.UserId is { } tried) http.Features.Set(new TriedAccount(tried));
                if (attempt.SignedIn is not { } signedIn) return Problems.From(attempt.Refusal!);
                SessionCookie.Set(http, signedIn.Token);
                return TypedResults.Ok(signedIn.Me);
            },
            error => Problems.From(error));
    }

    private static async Task<Results<Ok<CurrentSession>, ProblemHttpResult>> Current(IActor actor, ISender sender, CancellationToken ct)
    {
        if (actor.RefusalOf(Act.SeeAccount) is not null) return TypedResults.Ok(new CurrentSession(null));
        var result = await sender.Send(new GetMe(), ct);
        return result.Match<Results<Ok<CurrentSession>, ProblemHttpResult>>(me => TypedResults.Ok(new CurrentSession(me)), error => Problems.From(error));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SignOut(HttpContext http, ISender sender, CancellationToken ct)
    {
        var answer = await sender.Do(new EndSession(null), ct);
        SessionCookie.Clear(http);
        return answer;
    }

    private static Task<Results<Ok<Page<SessionView>>, ProblemHttpResult>> Sessions(ISender sender, CancellationToken ct) => sender.Answer(new ListSessions(), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> EndSession(Guid id, ISender sender, CancellationToken ct) => sender.Do(new EndSession(SessionId.From(id)), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> EndOtherSessions(ISender sender, CancellationToken ct) => sender.Do(new EndOtherSessions(), ct);

    private static async Task<Results<Accepted, ProblemHttpResult>> AskForReset(ResetBody body, ISender sender, CancellationToken ct) =>
        (await sender.Send(new AskForPasswordReset(body.Email), ct)).Match<Results<Accepted, ProblemHttpResult>>(_ => TypedResults.Accepted((string?)null), error => Problems.From(error));

    private static Task<Results<NoContent, ProblemHttpResult>> ResetPassword(ConfirmResetBody body, ISender sender, CancellationToken ct) =>
        sender.Do(new ResetPassword(body.Token, body.Password), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> ConfirmEmail(ConfirmEmailBody body, ISender sender, CancellationToken ct) => sender.Do(new ConfirmEmail(body.Token), ct);

    private static async Task<Results<Accepted, ProblemHttpResult>> AskForConfirmation(ISender sender, CancellationToken ct) =>
        (await sender.Send(new AskForConfirmation(), ct)).Match<Results<Accepted, ProblemHttpResult>>(_ => TypedResults.Accepted((string?)null), error => Problems.From(error));

    private static Task<Results<NoContent, ProblemHttpResult>> SetLanguage(LanguageBody body, ISender sender, CancellationToken ct) => sender.Do(new SetLanguage(body.Language), ct);

    private static async Task<IResult> Export(HttpContext http, IActor actor, IPersonalData data, CancellationToken ct, string format = "json")
    {
        if (format is not ("json" or "zip")) return Problems.From(CommonErrors.Invalid("format", "A format is json or zip."));
        http.Response.ContentType = format == "zip" ? "application/zip" : "application/json; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{(format == "zip" ? "export.zip" : "export.json")}\"";
        if (format == "json")
        {
            await data.WriteAsync(actor.UserId, http.Response.Body, ct);
            return Results.Empty;
        }
        // A zip writes the few bytes between its parts without waiting.
        http.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        await using var zip = await ZipArchive.CreateAsync(http.Response.Body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await using (var entry = await zip.CreateEntry("export.json").OpenAsync(ct)) await data.WriteAsync(actor.UserId, entry, ct);
        await foreach (var (name, content) in data.FilesAsync(actor.UserId, ct))
        {
            await using var file = content;
            await using var entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(ct);
            await file.CopyToAsync(entry, ct);
        }
        return Results.Empty;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EraseMe([FromBody] PasswordBody body, HttpContext http, IActor actor, IPersonalData data, ISender sender, CancellationToken ct)
    {
        var me = actor.UserId;
        var answer = await sender.Do(new EraseMe(body.Password), ct);
        if (answer.Result is not NoContent) return answer;
        await data.CleanAsync(me, CancellationToken.None);
        SessionCookie.Clear(http);
        return answer;
    }

    private static Task<Results<Ok<TwoFactorView>, ProblemHttpResult>> TwoFactor(ISender sender, CancellationToken ct) => sender.Answer(new GetTwoFactor(), ct);

    private static Task<Results<Ok<SecondFactorSecret>, ProblemHttpResult>> BeginTwoFactor(PasswordBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(new BeginTwoFactor(body.Password), ct);

    private static Task<Results<Ok<RecoveryCodes>, ProblemHttpResult>> ConfirmTwoFactor(CodeBody body, ISender sender, CancellationToken ct) => sender.Answer(new ConfirmTwoFactor(body.Code), ct);

    private static Task<Results<Ok<RecoveryCodes>, ProblemHttpResult>> RenewRecoveryCodes(PasswordBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(new RenewRecoveryCodes(body.Password), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> EndTwoFactor([FromBody] PasswordBody body, ISender sender, CancellationToken ct) => sender.Do(new EndTwoFactor(body.Password), ct);

    private static Task<Results<Ok<MeView>, ProblemHttpResult>> Me(ISender sender, CancellationToken ct) => sender.Answer(new GetMe(), ct);

    private static Task<Results<Ok<MeView>, ProblemHttpResult>> UpdateMe(UpdateMeBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(body.Adapt<UpdateMe>() with { Avatar = body.AvatarId.Read() }, ct);

    private static Task<Results<NoContent, ProblemHttpResult>> ChangePassword(ChangePasswordBody body, ISender sender, CancellationToken ct) =>
        sender.Do(new ChangePassword(body.CurrentPassword, body.NewPassword), ct);

    private static async Task<Results<Accepted, ProblemHttpResult>> ChangeEmail(ChangeEmailBody body, ISender sender, CancellationToken ct) =>
        (await sender.Send(new ChangeEmail(body.Email, body.Password), ct)).Match<Results<Accepted, ProblemHttpResult>>(_ => TypedResults.Accepted((string?)null), error => Problems.From(error));

    private static Task<Results<Ok<Page<ApiTokenView>>, ProblemHttpResult>> Tokens(ISender sender, CancellationToken ct) => sender.Answer(new ListApiTokens(), ct);

    private static async Task<Results<Created<NewApiToken>, ProblemHttpResult>> MakeToken(MakeTokenBody body, ISender sender, CancellationToken ct) =>
        (await sender.Send(new MakeApiToken(body.Name, body.ExpiresInDays, body.Scopes), ct)).Match<Results<Created<NewApiToken>, ProblemHttpResult>>(
            token => TypedResults.Created($"/api/tokens/{token.Id}", token), error => Problems.From(error));

    private static Task<Results<NoContent, ProblemHttpResult>> RevokeToken(Guid id, ISender sender, CancellationToken ct) => sender.Do(new RevokeApiToken(SessionId.From(id)), ct);

    private static Task<Results<Ok<ProfileView>, ProblemHttpResult>> Profile(string nickname, ISender sender, CancellationToken ct) => sender.Answer(new GetProfile(nickname), ct);

    private static SignInOrigin Origin(HttpContext http) => new(http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Headers.UserAgent.ToString());

    /// <summary>What the browser likes best of the languages that mails are written in.</summary>
    private static Language LanguageOf(HttpContext http) => http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(wish => wish.Quality ?? 1)
        .Select(wish => wish.Value.AsSpan() is ['r' or 'R', 'u' or 'U', ..] ? Language.Ru : wish.Value.AsSpan() is ['e' or 'E', 'n' or 'N', ..] ? Language.En : (Language?)null)
        .FirstOrDefault(language => language is not null) ?? Language.En;

    internal sealed record SignUpBody(
        string Nickname = "", string Email = "", string Password = "", string FirstName = "", string LastName = "", int? Age = null, Gender? Gender = null, string SetupToken = "",
        string Invitation = "");

    internal sealed record CurrentSession(MeView? Me);

    internal sealed record SignInBody(string Login = "", string Password = "", string Code = "");

    internal sealed record UpdateMeBody(
        string? FirstName = null, string? LastName = null, int? Age = null, Gender? Gender = null,
        Openness? WhoMayWrite = null, bool? StrangersAsk = null, bool? ShowsReadMarks = null, bool? IsInvisible = null)
    {
        /// <summary>Left out, it stays; null takes it away.</summary>
        public JsonElement AvatarId { get; init; }
    }

    internal sealed record ChangePasswordBody(string CurrentPassword = "", string NewPassword = "");

    internal sealed record ChangeEmailBody(string Email = "", string Password = "");

    internal sealed record MakeTokenBody(string Name = "", int? ExpiresInDays = null, IReadOnlyList<string>? Scopes = null);

    internal sealed record ResetBody(string Email = "");

    internal sealed record ConfirmResetBody(string Token = "", string Password = "");

    internal sealed record ConfirmEmailBody(string Token = "");

    internal sealed record LanguageBody(Language? Language = null);

    internal sealed record PasswordBody(string Password = "");

    internal sealed record CodeBody(string Code = "");
}
