using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Infrastructure.Uploads;

/// <summary>Images in a bucket, which all nodes see alike; the bucket has to be there, and is nobody else's.</summary>
internal sealed class S3UploadFiles : IUploadFiles, IDisposable
{
    private const string Prefix = "uploads/";
    private const string Small = "-small";

    private readonly IMinioClient _client;
    private readonly string _bucket;

    public S3UploadFiles(IOptions<ForumOptions> options)
    {
        var settings = options.Value.S3;
        _bucket = settings.Bucket;
        var client = new MinioClient().WithEndpoint(settings.Address!.Authority).WithSSL(settings.Address.Scheme == Uri.UriSchemeHttps).WithCredentials(settings.AccessKey, settings.SecretKey);
        _client = (settings.Region.Length > 0 ? client.WithRegion(settings.Region) : client).Build();
    }

    /// <returns>What an operator has to mend in the settings.</returns>
    public static string? Wrong(ForumOptions options) => options.S3 switch
    {
        { Address: null, Bucket.Length: 0 } => null,
        { Address: null } => "Forum:S3:Address: say where the storage is, such as https://s3.example.org",
        { Address: var address } when address.Scheme is not ("http" or "https") => "Forum:S3:Address: it begins with http:// or https://",
        { Bucket.Length: 0 } => "Forum:S3:Bucket: name the bucket",
        { AccessKey.Length: 0 } or { SecretKey.Length: 0 } => "Forum:S3:AccessKey: give the access key and the secret key",
        _ => null,
    };

    public async Task WriteAsync(UploadId id, bool isSmall, byte[] content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content, writable: false);
        await _client.PutObjectAsync(
            new PutObjectArgs().WithBucket(_bucket).WithObject(KeyOf(id, isSmall)).WithStreamData(stream).WithObjectSize(content.Length).WithContentType("application/octet-stream"), cancellationToken);
    }

    public async ValueTask<Stream?> OpenAsync(UploadId id, bool isSmall, CancellationToken cancellationToken)
    {
        // An image has an end: it is read whole, so that what was announced is also sent.
        var content = new MemoryStream();
        try
        {
            await _client.GetObjectAsync(
                new GetObjectArgs().WithBucket(_bucket).WithObject(KeyOf(id, isSmall)).WithCallbackStream((stream, ct) => stream.CopyToAsync(content, ct)), cancellationToken);
            content.Position = 0;
            return content;
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    public async Task DeleteAsync(UploadId id, CancellationToken cancellationToken)
    {
        foreach (var isSmall in new[] { false, true })
            await _client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_bucket).WithObject(KeyOf(id, isSmall)), cancellationToken);
    }

    public async IAsyncEnumerable<UploadId> WrittenBeforeAsync(DateTimeOffset time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = Guid.Empty;
        await foreach (var item in _client.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket(_bucket).WithPrefix(Prefix).WithRecursive(true), cancellationToken))
        {
            // Either of an image's two may have been left alone.
            var name = item.Key[Prefix.Length..];
            if (name.EndsWith(Small, StringComparison.Ordinal)) name = name[..^Small.Length];
            if (DateTimeOffset.Parse(item.LastModified, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) < time && Guid.TryParseExact(name, "N", out var id) && id != last) yield return UploadId.From(last = id);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string KeyOf(UploadId id, bool isSmall) => $"{Prefix}{id.Value:N}{(isSmall ? Small : "")}";
}
