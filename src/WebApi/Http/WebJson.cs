using System.Text.Json;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.WebApi.Http;

/// <summary>The forum's JSON at the doors, which know what requests are made of.</summary>
internal static class WebJson
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        ForumJson.Configure(options).TypeInfoResolverChain.Insert(0, RequestJson.Default);
        return options;
    }
}
