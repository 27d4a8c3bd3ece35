using System.Text.Json;
using RealTimeForum.Domain.Users;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.WebApi.Http;

/// <summary>Bytes with their tag. Who has them already is told so without them.</summary>
internal sealed class Ready(ReadOnlyMemory<byte> bytes, string tag, IReadOnlySet<UserId> reactors) : IResult
{
    public IReadOnlySet<UserId> Reactors => reactors;

    public int Bytes => bytes.Length;

    public static Ready Of<T>(T value, Func<T, int>? versionOf, IReadOnlySet<UserId> reactors)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, WebJson.Options);
        return new Ready(bytes, EntityTags.Of(versionOf?.Invoke(value), bytes), reactors);
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.SetTag(tag);
        if (httpContext.Request.HasSeen(tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        return response.BodyWriter.WriteAsync(bytes).AsTask();
    }
}
