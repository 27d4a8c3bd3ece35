using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Http;

/// <summary>The pages' types are made from a file: it says what the server says.</summary>
public sealed class ApiDocumentTests(ForumApp forum) : IClassFixture<ForumApp>
{
    private const string Written = "src/Spa/openapi.json";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With <see cref="TestSettings.Approves"/> it writes the file instead (src/Spa/refresh-api.sh).</summary>
    [Fact]
    public async Task The_committed_document_is_the_served_one()
    {
        using var door = new Door(forum);
        var document = JsonNode.Parse((await door.GetAsync("/openapi/v1.json")).ShouldBe(200).Body)!.AsObject();
        document.Remove("servers"); // where it was asked
        var served = document.ToJsonString(Layout).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(ForumProcess.Root, Written);
        if (TestSettings.Approves) await File.WriteAllTextAsync(file, served);
        (await File.ReadAllTextAsync(file) == served).Should().BeTrue($"{Written} is what the server says of itself; src/Spa/refresh-api.sh writes it anew");
    }
}
