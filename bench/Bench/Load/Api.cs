using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace RealTimeForum.Bench.Load;

/// <summary>Requests ready to be sent, and a caller that reads JSON, for preparing a scenario.</summary>
internal sealed class Api(IPEndPoint server, string token) : IDisposable
{
    private HttpConnection? _connection;

    public static byte[] Get(string path, string? token) =>
        Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{Authorization(token)}\r\n");

    public static byte[] Write(string method, string path, string token, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var head = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{Authorization(token)}Content-Type: application/json\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public Task<JsonElement> GetAsync(string path) => SendAsync(Get(path, token));

    public Task<JsonElement> PostAsync(string path, object body) => SendAsync(Write("POST", path, token, JsonSerializer.Serialize(body, JsonSerializerOptions.Web)));

    public void Dispose() => _connection?.Dispose();

    private static string Authorization(string? token) => token is null ? "" : $"Authorization: Bearer {token}\r\n";

    private async Task<JsonElement> SendAsync(byte[] request)
    {
        _connection ??= await HttpConnection.OpenAsync(server);
        var status = await _connection.SendAsync(request);
        var text = Encoding.UTF8.GetString(_connection.Body);
        if (status is not (200 or 201)) throw new InvalidOperationException($"{status} for {Encoding.UTF8.GetString(request.AsSpan(0, Math.Min(120, request.Length)))}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
