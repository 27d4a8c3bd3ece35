using System.Text.Json;

namespace RealTimeForum.Integration.Tests.Running;

/// <summary>Short words for reading answers; a field that is not there fails the test with its name.</summary>
public static class Json
{
    public static JsonElement At(this JsonElement json, params string[] path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var inner)) throw new InvalidOperationException($"No \"{name}\" in {json}");
            json = inner;
        }
        return json;
    }

    public static bool Has(this JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public static string Text(this JsonElement json, params string[] path) => json.At(path).GetString()!;

    public static long Number(this JsonElement json, params string[] path) => json.At(path).GetInt64();

    public static bool Flag(this JsonElement json, params string[] path) => json.At(path).GetBoolean();

    public static List<JsonElement> Items(this JsonElement json, string name = "items") => [.. json.At(name).EnumerateArray()];

    public static JsonElement Of(object value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);
}
