using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using RealTimeForum.Application;

namespace RealTimeForum.Infrastructure;

/// <summary>How JSON is written and read at every door: camelCase, enums as words, UTC times with milliseconds, letters of all scripts as themselves.</summary>
public static class ForumJson
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.AllowOutOfOrderMetadataProperties = true;
        options.MaxDepth = 32;
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(ApplicationJson.Default, new DefaultJsonTypeInfoResolver());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new UtcTime());
        return options;
    }

    private sealed class UtcTime : JsonConverter<DateTimeOffset>
    {
        private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<char> text = stackalloc char[24];
            value.UtcDateTime.TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
            writer.WriteStringValue(text[..length]);
        }
    }
}
