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
public sealed record MakeApiToken(string Name, int? ExpiresInDays) : ICommand<Result<NewApiToken>>;

/// <param name="Token">Shown this once.</param>
public sealed record NewApiToken(Guid Id, string Name, string Token, DateTimeOffset? ExpiresAt);

public sealed class MakeApiTokenValidator : AbstractValidator<MakeApiToken>
{
    public MakeApiTokenValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Fill this in.").MaximumLength(ApiToken.MaxNameLength).WithMessage($"At most {ApiToken.MaxNameLength} characters.");
        RuleFor(c => c.ExpiresInDays).InclusiveBetween(1, 3_650).WithMessage("1 to 3650 days.");
    }
}

public sealed class MakeApiTokenHandler(ISessionRepository sessions, IActor actor, TimeProvider clock) : ICommandHandler<MakeApiToken, Result<NewApiToken>>
{
    public ValueTask<Result<NewApiToken>> Handle(MakeApiToken command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (apiToken, secret) = ApiToken.Make(actor.UserId, command.Name, command.ExpiresInDays is { } days ? now.AddDays(days) : null, now);
        sessions.Add(apiToken);
        return ValueTask.FromResult<Result<NewApiToken>>(new NewApiToken(apiToken.Id.Value, apiToken.Name, secret.Text, apiToken.ExpiresAt));
    }
}

/// <summary>My API tokens, newest first; never the secrets.</summary>
public sealed record ListApiTokens : IQuery<Result<Page<ApiTokenView>>>;

public sealed record ApiTokenView(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

public sealed class ListApiTokensHandler(IReadDb db, IActor actor) : IQueryHandler<ListApiTokens, Result<Page<ApiTokenView>>>
{
    public async ValueTask<Result<Page<ApiTokenView>>> Handle(ListApiTokens query, CancellationToken cancellationToken)
    {
        var mine = await db.ListAsync(db.ApiTokens.Where(token => token.UserId == actor.UserId).OrderByDescending(token => token.CreatedAt), cancellationToken);
        return Page.Whole<ApiTokenView>([.. mine.Select(token => new ApiTokenView(token.Id.Value, token.Name, token.CreatedAt, token.ExpiresAt, token.LastUsedAt))]);
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
