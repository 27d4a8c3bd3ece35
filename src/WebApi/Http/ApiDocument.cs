using Microsoft.OpenApi;

namespace RealTimeForum.WebApi.Http;

/// <summary>How the API describes itself; the pages' types are made from it.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(openApi =>
    {
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            (document.Info.Title, document.Info.Description) = ("RealTimeForum", "REST of the forum and its chat. The WebSocket at /ws is described in docs/realtime.md.");
            return Task.CompletedTask;
        });
        // Times are written by a converter of ours, of which the generator knows no type.
        openApi.AddSchemaTransformer((schema, context, _) =>
        {
            var type = context.JsonTypeInfo.Type;
            if (type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
            else if (type == typeof(DateTimeOffset?)) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            return Task.CompletedTask;
        });
    });
}
