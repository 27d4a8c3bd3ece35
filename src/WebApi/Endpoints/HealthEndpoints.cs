using Microsoft.AspNetCore.Http.HttpResults;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => TypedResults.Ok(new Health("live"))).WithSummary("The process runs");
        health.MapGet("/ready", Ready).WithSummary("Requests can be answered").ProducesProblem(503);
    }

    private static async Task<Results<Ok<Health>, ProblemHttpResult>> Ready(Database database, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return Problems.From(CommonErrors.Busy);
        try
        {
            await database.AnswersAsync(ct);
            return TypedResults.Ok(new Health("ready"));
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException)
        {
            return Problems.From(CommonErrors.Storage);
        }
    }

    internal sealed record Health(string Status);
}
