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
        _ => [UploadId.From(IdOf(field))],
    };

    /// <returns>What is no id is the id of nothing.</returns>
    private static Guid IdOf(JsonElement field)
    {
        try { return field.ValueKind is JsonValueKind.String && field.TryGetGuid(out var id) ? id : Guid.Empty; }
        catch (InvalidOperationException) { return Guid.Empty; } // Half of a surrogate pair.
    }
}
