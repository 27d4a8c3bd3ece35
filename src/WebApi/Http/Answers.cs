using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.WebApi.Http;

/// <summary>The usual ways from a use case's answer to HTTP.</summary>
internal static class Answers
{
    /// <summary>200 with the thing, or the problem.</summary>
    public static async Task<Results<Ok<T>, ProblemHttpResult>> Answer<T>(this ISender sender, IQuery<Result<T>> request, CancellationToken cancellationToken) =>
        (await sender.Send(request, cancellationToken)).Match<Results<Ok<T>, ProblemHttpResult>>(value => TypedResults.Ok(value), error => Problems.From(error));

    public static async Task<Results<Ok<T>, ProblemHttpResult>> Answer<T>(this ISender sender, ICommand<Result<T>> request, CancellationToken cancellationToken) =>
        (await sender.Send(request, cancellationToken)).Match<Results<Ok<T>, ProblemHttpResult>>(value => TypedResults.Ok(value), error => Problems.From(error));

    /// <summary>204, or the problem.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Do(this ISender sender, ICommand<Result<Done>> command, CancellationToken cancellationToken) =>
        (await sender.Send(command, cancellationToken)).Match<Results<NoContent, ProblemHttpResult>>(_ => TypedResults.NoContent(), error => Problems.From(error));
}
