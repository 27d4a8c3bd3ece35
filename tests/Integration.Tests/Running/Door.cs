using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>One browser with its cookies, or one program with its token. Says who it is as a browser would: the site's own Origin.</summary>
public sealed class Door : IDisposable
{
    private readonly Forum _forum;
    private readonly HttpClient _http;
    private readonly string? _bearer;

    public Door(Forum forum, string? bearer = null)
    {
        (_forum, _bearer) = (forum, bearer);
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false, UseCookies = bearer is null, ActivityHeadersPropagator = null })
        {
            Timeout = Limits.Answer,
        };
    }

    public CookieContainer Cookies { get; } = new();

    public string? SessionCookie => Cookies.GetCookies(_forum.Address)["forum_session"]?.Value;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> PutAsync(string path, object? body = null) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> PatchAsync(string path, object? body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, body, headers);

    public Task<Answer> DeleteAsync(string path, object? body = null) => SendAsync(HttpMethod.Delete, path, body);

    /// <param name="body">An object becomes JSON; a string is sent as it is, as JSON; HttpContent as it is.</param>
    /// <param name="headers">An Origin among them replaces the site's own; an empty one sends none.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(_forum.Address, path));
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        if (_bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _bearer);
        else if (!headers.Any(header => header.Name == "Origin")) request.Headers.TryAddWithoutValidation("Origin", _forum.Origin);
        foreach (var (name, value) in headers.Where(header => header.Value.Length > 0)) request.Headers.TryAddWithoutValidation(name, value);
        return await Answer.OfAsync(await _http.SendAsync(request));
    }

    public void Dispose() => _http.Dispose();
}
