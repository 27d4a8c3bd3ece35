using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Sessions;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Application.Accounts;

/// <summary>Makes an API token for me.</summary>
/// <param name="ExpiresInDays">1–3650; null never expires.</param>
/// <param name="Scopes">Of <c>read</c>, <c>write</c>, <c>chat</c>, <c>admin</c>; null is all that the one who asks has.</param>
public sealed record MakeApiToken(string Name, int? ExpiresInDays, IReadOnlyList<string>? Scopes) : ICommand<Result<NewApiToken>>;

/// <param name="Token">Shown this once.</param>
public sealed record NewApiToken(Guid Id, string Name, string Token, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt);

public sealed class MakeApiTokenValidator : AbstractValidator<MakeApiToken>
{
    public MakeApiTokenValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Fill this in.").MaximumLength(ApiToken.MaxNameLength).WithMessage($"At most {ApiToken.MaxNameLength} characters.");
        RuleFor(c => c.ExpiresInDays).InclusiveBetween(1, 3_650).WithMessage("1 to 3650 days.");
        RuleFor(c => c.Scopes).Must(scopes => scopes is null || (scopes.Count > 0 && scopes.All(ScopeNames.IsKnown))).WithMessage("Some of read, write, chat, admin.");
    }
}

public sealed class MakeApiTokenHandler(ISessionRepository sessions, IActor actor, TimeProvider clock) : ICommandHandler<MakeApiToken, Result<NewApiToken>>
{
    public ValueTask<Result<NewApiToken>> Handle(MakeApiToken command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // A token makes no token that may do more than itself.
        var scopes = command.Scopes is { } wanted ? ScopeNames.Read(wanted) : actor.Scopes;
        if ((scopes & ~actor.Scopes) is not Scopes.None and var missing) return ValueTask.FromResult<Result<NewApiToken>>(UserErrors.ScopeMissing(missing));
        var (apiToken, secret) = ApiToken.Make(actor.UserId, command.Name, scopes, command.ExpiresInDays is { } days ? now.AddDays(days) : null, now);
        sessions.Add(apiToken);
        return ValueTask.FromResult<Result<NewApiToken>>(new NewApiToken(apiToken.Id.Value, apiToken.Name, secret.Text, ScopeNames.Of(apiToken.Scopes), apiToken.ExpiresAt));
    }
}

/// <summary>My API tokens, newest first; never the secrets.</summary>
public sealed record ListApiTokens : IQuery<Result<Page<ApiTokenView>>>;

public sealed record ApiTokenView(Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

public sealed class ListApiTokensHandler(IReadDb db, IActor actor) : IQueryHandler<ListApiTokens, Result<Page<ApiTokenView>>>
{
    public async ValueTask<Result<Page<ApiTokenView>>> Handle(ListApiTokens query, CancellationToken cancellationToken)
    {
        var mine = await db.ListAsync(db.ApiTokens.Where(token => token.UserId == actor.UserId).OrderByDescending(token => token.CreatedAt), cancellationToken);
        return Page.Whole<ApiTokenView>([.. mine.Select(token => new ApiTokenView(token.Id.Value, token.Name, ScopeNames.Of(token.Scopes), token.CreatedAt, token.ExpiresAt, token.LastUsedAt))]);
    }
}

/// <summary>Revokes one of my API tokens; it is dead when this is answered.</summary>
public sealed record RevokeApiToken(SessionId Id) : ICommand<Result<Done>>;

public sealed class RevokeApiTokenHandler(ISessionRepository sessions, IActor actor) : ICommandHandler<RevokeApiToken, Result<Done>>
{
    public async ValueTask<Result<Done>> Handle(RevokeApiToken command, CancellationToken cancellationToken)
    {
        if (await sessions.FindTokenAsync(command.Id, cancellationToken) is not { } token || token.UserId != actor.UserId) return UserErrors.TokenNotFound;
        token.End();
        sessions.Remove(token);
        return Done.Instance;
    }
}

/// <summary>Scopes as requests and answers spell them.</summary>
internal static class ScopeNames
{
    private static readonly (string Name, Scopes Scope)[] All = [("read", Scopes.Read), ("write", Scopes.Write), ("chat", Scopes.Chat), ("admin", Scopes.Admin)];

    public static bool IsKnown(string name) => Array.Exists(All, scope => scope.Name == name);

    public static Scopes Read(IEnumerable<string> names) => names.Aggregate(Scopes.None, (all, name) => all | Array.Find(All, scope => scope.Name == name).Scope);

    public static IReadOnlyList<string> Of(Scopes scopes) => [.. All.Where(scope => scopes.HasFlag(scope.Scope)).Select(scope => scope.Name)];
}
