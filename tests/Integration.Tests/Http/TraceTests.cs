using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>What is sent about single requests.</summary>
public sealed class TraceTests(TraceTests.App forum) : IClassFixture<TraceTests.App>
{
    [Fact]
    public async Task A_request_is_told_by_its_route_and_not_by_its_address()
    {
        var ada = await forum.SignUpAsync("traced");
        (await ada.Http.GetAsync("/api/users/traced?secret=a-secret")).ShouldBe(200);
        await Limits.UntilAsync(() => Task.FromResult(forum.Told.Any(trace => trace.Contains("/api/users/{nickname}", StringComparison.Ordinal))), "a trace");
        foreach (var secret in new[] { "/api/users/traced", "a-secret", ada.Http.SessionCookie!, Person.Password }) forum.Told.Should().NotContain(trace => trace.Contains(secret));
    }

    public sealed class App : ForumApp
    {
        /// <summary>Of each trace its name and all that is said of it.</summary>
        public ConcurrentQueue<string> Told { get; } = new();

        // Nobody listens there.
        protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("Forum:Telemetry:Otlp", "http://127.0.0.1:9")];

        protected override void Change(IServiceCollection services) => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(new Listener(Told)));
    }

    private sealed class Listener(ConcurrentQueue<string> told) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => told.Enqueue($"{data.DisplayName} {string.Join(' ', data.TagObjects)}");
    }
}
