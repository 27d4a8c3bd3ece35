using System.Globalization;
using Mapster;
using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Application.Accounts;
using RealTimeForum.Application.Administration;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class AdministrationEndpoints
{
    public static void MapAdministration(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/forum", Forum).WithTags("Administration").WithSummary("What the forum is called, and who may sign up");

        var staff = app.MapGroup("/api").WithTags("Administration").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
        var person = staff.MapGroup("/users/{id:guid}").ProducesProblem(404);
        person.MapPut("/role", SetRole).RequireAct(Act.AssignRoles).WithSummary("Administrators: client, moderator or admin; holds at once").ProducesProblem(409);
        person.MapPost("/suspension", Suspend).RequireAct(Act.SuspendPeople).WithSummary("Moderators: this person may read, not write, until then");
        person.MapDelete("/suspension", LiftSuspension).RequireAct(Act.SuspendPeople).WithSummary("Moderators: this person may write again");
        person.MapDelete("/sessions", EndSessions).RequireAct(Act.ManagePeople).WithSummary("Administrators: sign this person out everywhere");
        person.MapPost("/approval", Approve).RequireAct(Act.ManagePeople).WithSummary("Administrators: let this person in");
        person.MapDelete("/approval", Reject).RequireAct(Act.ManagePeople).WithSummary("Administrators: turn this person away; the account is gone");

        staff.MapGet("/audit", Audit).RequireAct(Act.ReadAudit).WithSummary("Administrators: what staff did, the latest first");
        staff.MapGet("/audit.csv", AuditCsv).RequireAct(Act.ReadAudit).WithSummary("Administrators: the same, all of it, as CSV").Produces<string>(200, "text/csv");

        var admin = staff.MapGroup("/admin");
        admin.MapGet("/people", People).RequireAct(Act.ManagePeople).WithSummary("Administrators: everybody with an account, by nickname");
        admin.MapGet("/settings", Settings).RequireAct(Act.ChangeSettings).WithSummary("Administrators: settings that change while the forum runs");
        admin.MapPatch("/settings", ChangeSettings).RequireAct(Act.ChangeSettings).WithSummary("Administrators: change settings; what is left out stays");
        admin.MapGet("/overview", Overview).RequireAct(Act.SeeOverview).WithSummary("Administrators: how the forum is doing, now and over days");
        admin.MapGet("/mails", LostMails).RequireAct(Act.SeeOverview).WithSummary("Administrators: mails that nobody took, the newest first");
        admin.MapPost("/mails/{id:guid}/retry", RetryMail).RequireAct(Act.ManagePeople).WithSummary("Administrators: send such a mail once more").ProducesProblem(404);
        admin.MapDelete("/mails/{id:guid}", RemoveMail).RequireAct(Act.ManagePeople).WithSummary("Administrators: forget such a mail").ProducesProblem(404);
        admin.MapGet("/invitations", Invitations).RequireAct(Act.ManagePeople).WithSummary("Administrators: invitations to sign up that still hold");
        admin.MapPost("/invitations", Invite).RequireAct(Act.ManagePeople).WithSummary("Administrators: make an invitation to sign up; its code is shown this once");
        admin.MapDelete("/invitations/{id:guid}", Withdraw).RequireAct(Act.ManagePeople).WithSummary("Administrators: withdraw an invitation").ProducesProblem(404);
    }

    private static Task<Results<Ok<ForumView>, ProblemHttpResult>> Forum(ISender sender, CancellationToken ct) => sender.Answer(new GetForum(), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> SetRole(Guid id, RoleBody body, ISender sender, CancellationToken ct) => sender.Do(new SetRole(UserId.From(id), body.Role), ct);

    private static Task<Results<Ok<SuspensionView>, ProblemHttpResult>> Suspend(Guid id, SuspensionBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(new SuspendPerson(UserId.From(id), body.Reason, body.Until), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> LiftSuspension(Guid id, ISender sender, CancellationToken ct) => sender.Do(new LiftSuspension(UserId.From(id)), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> EndSessions(Guid id, ISender sender, CancellationToken ct) => sender.Do(new EndSessionsOf(UserId.From(id)), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> Approve(Guid id, ISender sender, CancellationToken ct) => sender.Do(new ApprovePerson(UserId.From(id)), ct);

    private static async Task<Results<NoContent, ProblemHttpResult>> Reject(Guid id, ISender sender, IPersonalData data, CancellationToken ct)
    {
        var answer = await sender.Do(new RejectSignUp(UserId.From(id)), ct);
        if (answer.Result is NoContent) await data.CleanAsync(UserId.From(id), ct);
        return answer;
    }

    private static Task<Results<Ok<Page<AuditView>>, ProblemHttpResult>> Audit(
        ISender sender, CancellationToken ct, string? action = null, string? actor = null, string? cursor = null, int limit = Page.DefaultLimit) =>
        sender.Answer(new ListAudit(action, actor, cursor, limit), ct);

    private static async Task AuditCsv(HttpContext http, ISender sender, CancellationToken ct)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"audit.csv\"";
        await http.Response.WriteAsync("id,at,actor,action,targetType,targetId,target,reason,address\r\n", ct);
        for (string? cursor = null; ;)
        {
            var page = (await sender.Send(new ListAudit(null, null, cursor, Page.MaxLimit), ct)).Value;
            foreach (var row in page.Items)
            {
                string?[] fields =
                [
                    row.Id.ToString("D"), row.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), row.Actor?.Nickname, row.Action, row.TargetType, row.TargetId, row.Target, row.Reason, row.Address,
                ];
                await http.Response.WriteAsync(string.Join(',', fields.Select(Csv)) + "\r\n", ct);
            }
            if ((cursor = page.Next) is null) return;
        }
    }

    /// <summary>What begins like a formula must not become one in whoever's spreadsheet.</summary>
    private static string Csv(string? field)
    {
        if (string.IsNullOrEmpty(field)) return "";
        var safe = field[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + field : field;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static Task<Results<Ok<Page<PersonView>>, ProblemHttpResult>> People(
        ISender sender, CancellationToken ct, string? q = null, string? role = null, string? state = null, string? cursor = null, int limit = Page.DefaultLimit) =>
        sender.Answer(new ListPeople(q, role, state, cursor, limit), ct);

    private static Task<Results<Ok<ForumSettings>, ProblemHttpResult>> Settings(ISender sender, CancellationToken ct) => sender.Answer(new GetSettings(), ct);

    private static Task<Results<Ok<ForumSettings>, ProblemHttpResult>> ChangeSettings(SettingsBody body, ISender sender, CancellationToken ct) => sender.Answer(body.Adapt<ChangeSettings>(), ct);

    private static Task<Results<Ok<OverviewView>, ProblemHttpResult>> Overview(ISender sender, CancellationToken ct, int days = 7) => sender.Answer(new GetOverview(days), ct);

    private static Task<Results<Ok<Page<LostMailView>>, ProblemHttpResult>> LostMails(ISender sender, CancellationToken ct, string? cursor = null, int limit = Page.DefaultLimit) =>
        sender.Answer(new ListLostMails(cursor, limit), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> RetryMail(Guid id, ISender sender, CancellationToken ct) => sender.Do(new RetryMail(id), ct);

    private static Task<Results<NoContent, ProblemHttpResult>> RemoveMail(Guid id, ISender sender, CancellationToken ct) => sender.Do(new RemoveMail(id), ct);

    private static Task<Results<Ok<Page<InvitationView>>, ProblemHttpResult>> Invitations(ISender sender, CancellationToken ct) => sender.Answer(new ListSignUpInvitations(), ct);

    private static async Task<Results<Created<NewInvitation>, ProblemHttpResult>> Invite(InvitationBody body, ISender sender, CancellationToken ct) =>
        (await sender.Send(new InviteToSignUp(body.ExpiresInDays, body.MaxUses), ct)).Match<Results<Created<NewInvitation>, ProblemHttpResult>>(
            invitation => TypedResults.Created($"/api/admin/invitations/{invitation.Id}", invitation), error => Problems.From(error));

    private static Task<Results<NoContent, ProblemHttpResult>> Withdraw(Guid id, ISender sender, CancellationToken ct) => sender.Do(new WithdrawInvitation(SignUpInvitationId.From(id)), ct);

    internal sealed record RoleBody(Role? Role = null);

    internal sealed record SuspensionBody(string Reason = "", DateTimeOffset? Until = null);

    internal sealed record SettingsBody(
        string? Name = null, string? Description = null, bool? PublicReading = null, Admission? Admission = null, bool? StaffNeedsTwoFactor = null, int? RequestsPerMinute = null,
        int? AnonymousRequestsPerMinute = null, int? TokenRequestsPerMinute = null, int? SignUpsPerHour = null, int? SignInFailures = null, int? MessagesPer10Seconds = null);

    internal sealed record InvitationBody(int? ExpiresInDays = null, int? MaxUses = null);
}
