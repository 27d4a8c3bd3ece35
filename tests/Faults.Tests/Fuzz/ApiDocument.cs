using System.Text.Json;

namespace RealTimeForum.Faults.Tests.Fuzz;

/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Kind">Whose id it is (<c>posts</c>, <c>users</c> …); null when it is no id.</param>
public sealed record Parameter(string Name, string In, string? Kind, string Type, string? Format);

/// <summary>One call of the API as the OpenAPI document tells it.</summary>
/// <param name="Body">The schema of its JSON body; null when it takes none.</param>
public sealed record Operation(string Method, string Path, IReadOnlyList<Parameter> Parameters, JsonElement? Body);

/// <summary>The API as its own document describes it.</summary>
public sealed class ApiDocument
{
    private readonly JsonElement _root;

    private ApiDocument(JsonElement root) => _root = root;

    public required IReadOnlyList<Operation> Operations { get; init; }

    public static ApiDocument Read()
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ForumProcess.Root, "src", "Spa", "openapi.json"))).RootElement;
        return new ApiDocument(root) { Operations = [.. root.At("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => OperationOf(path.Name, operation)))] };
    }

    /// <summary>What a schema means, whichever way it says it: a reference, or one of null and something.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference)) schema = _root.At([.. reference.GetString()![2..].Split('/')]);
            else if (schema.TryGetProperty("oneOf", out var either)) schema = either.EnumerateArray().Last();
            else return schema;
        }
    }

    private static Operation OperationOf(string path, JsonProperty operation)
    {
        var parameters = operation.Value.TryGetProperty("parameters", out var given) ? given.EnumerateArray().Select(parameter => ParameterOf(path, parameter)).ToList() : [];
        JsonElement? body = operation.Value.TryGetProperty("requestBody", out var sent) ? sent.At("content", "application/json", "schema") : null;
        return new Operation(operation.Name.ToUpperInvariant(), path, parameters, body);
    }

    private static Parameter ParameterOf(string path, JsonElement parameter)
    {
        var (name, place, schema) = (parameter.Text("name"), parameter.Text("in"), parameter.At("schema"));
        var type = !schema.TryGetProperty("type", out var given) ? "string" : given.ValueKind is JsonValueKind.Array ? given.EnumerateArray().Last().GetString()! : given.GetString()!;
        return new Parameter(name, place, place == "path" ? KindOf(path, name) : Known.KindOf(name), type, schema.Has("format") ? schema.Text("format") : null);
    }

    /// <summary><c>/api/posts/{id}</c> takes a post's, <c>{chatId}</c> a chat's wherever it stands.</summary>
    private static string? KindOf(string path, string name) => Known.KindOf(name) ?? path.Split('/').TakeWhile(part => part != $"{{{name}}}").Last();
}
