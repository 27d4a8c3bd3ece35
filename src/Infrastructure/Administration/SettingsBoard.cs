using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Infrastructure.Persistence;
using RealTimeForum.Infrastructure.Persistence.Mapping;

namespace RealTimeForum.Infrastructure.Administration;

/// <summary>The settings that hold now.</summary>
public sealed class SettingsBoard(IOptions<ForumOptions> options)
{
    public ForumSettings Current { get; private set; } = Of(options.Value);

    public bool AreLimitsOn => options.Value.RateLimits.Enabled;

    public void Use(ForumSettings settings) => Current = settings;

    /// <summary>Takes over what an administrator had set before the program stopped; a setting that is new since has its default.</summary>
    internal async Task LoadAsync(ReadPool pool, CancellationToken cancellationToken)
    {
        var db = pool.Rent();
        try
        {
            if (await db.Set<Fact>().FirstOrDefaultAsync(fact => fact.Name == Fact.Settings, cancellationToken) is not { } kept) return;
            var merged = JsonSerializer.SerializeToNode(Current, ForumJson.Options)!.AsObject();
            foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(kept.Value, ForumJson.Options)!)
                merged[name] = System.Text.Json.Nodes.JsonNode.Parse(value.GetRawText());
            Use(merged.Deserialize<ForumSettings>(ForumJson.Options)!);
        }
        finally
        {
            pool.Return(db);
        }
    }

    private static ForumSettings Of(ForumOptions options) => new(
        options.Name, options.Description, options.PublicReading, options.Admission, StaffNeedsTwoFactor: options.StaffNeedsTwoFactor, options.RateLimits.RequestsPerMinute,
        options.RateLimits.AnonymousRequestsPerMinute, options.RateLimits.TokenRequestsPerMinute, options.RateLimits.SignUpsPerHour, options.RateLimits.SignInFailures,
        options.RateLimits.MessagesPer10Seconds);
}

internal sealed class Settings(SettingsBoard board, UnitOfWork work) : IForumSettings
{
    public ForumSettings Current => board.Current;

    public bool AreLimitsOn => board.AreLimitsOn;

    public async Task SaveAsync(ForumSettings settings, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(settings, ForumJson.Options);
        if (await work.Db.Set<Fact>().FindAsync([Fact.Settings], cancellationToken) is { } fact) fact.Value = json;
        else work.Db.Add(new Fact { Name = Fact.Settings, Value = json });
    }
}
