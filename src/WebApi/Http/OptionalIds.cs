using System.Text.Json;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.WebApi.Http;

internal static class OptionalIds
{
    /// <summary>A field that is left out says nothing; null says none.</summary>
    public static IReadOnlyList<UploadId>? Read(this JsonElement field) => field.ValueKind switch
    {
        JsonValueKind.Undefined => null,
        JsonValueKind.Null => [],
        // What is no id is the id of nothing.
        _ => [UploadId.From(field.ValueKind == JsonValueKind.String && field.TryGetGuid(out var id) ? id : Guid.Empty)],
    };
}
