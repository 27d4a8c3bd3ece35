using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace RealTimeForum.Bench.Limits;

/// <summary>Kestrel with nothing around it, doing the least that a scenario's answer needs.</summary>
internal static class LimitServer
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (kind, port) = (arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(port);
        });
        var app = builder.Build();
        switch (kind)
        {
            case "constant":
                app.Run(Constant);
                break;
            case "history":
                app.Run(new HistoryLimit(arguments[2]).AnswerAsync);
                break;
            case "sockets":
                app.UseWebSockets();
                app.Run(new SocketLimit(arguments[2]).AnswerAsync);
                break;
            default:
                await Console.Error.WriteLineAsync($"There is no limit called {kind}.");
                return 2;
        }
        await app.RunAsync();
        return 0;
    }

    private static readonly ConcurrentDictionary<string, byte[]> Bodies = new(StringComparer.Ordinal);

    /// <summary>As many bytes as the path says, the same every time.</summary>
    private static Task Constant(HttpContext http)
    {
        var body = Bodies.GetOrAdd(http.Request.Path.Value!, path =>
        {
            var bytes = new byte[int.Parse(path.AsSpan(1), CultureInfo.InvariantCulture)];
            bytes.AsSpan().Fill((byte)'x');
            return bytes;
        });
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        return http.Response.BodyWriter.WriteAsync(body).AsTask();
    }
}
