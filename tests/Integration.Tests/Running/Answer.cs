using System.Net.Http.Headers;
using System.Text.Json;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>What came back over HTTP, read to its end.</summary>
public sealed record Answer(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => Body.Length > 0 ? JsonDocument.Parse(Body).RootElement : throw new InvalidOperationException($"An empty body with status {Status}.");

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        using (response) return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers);
    }

    public Answer ShouldBe(int status)
    {
        Status.Should().Be(status, "the answer was {0}", Body);
        return this;
    }

    /// <summary>A problem document with this code; with fields, exactly those are blamed.</summary>
    public Answer ShouldBeProblem(int status, string code, params string[] fields)
    {
        ShouldBe(status);
        ContentHeaders.ContentType?.MediaType.Should().Be("application/problem+json");
        Json.Text("code").Should().Be(code);
        Json.Number("status").Should().Be(status);
        Json.Text("type").Should().NotBeEmpty();
        Json.Text("title").Should().NotBeEmpty();
        Json.Text("traceId").Should().NotBeEmpty();
        if (fields.Length > 0) Json.At("errors").EnumerateObject().Select(field => field.Name).Should().BeEquivalentTo(fields);
        return this;
    }

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
