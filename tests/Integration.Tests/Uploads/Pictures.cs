using System.Net.Http.Headers;
using System.Text.Json;
using NetVips;
using RealTimeForum.Integration.Tests.Running;

namespace RealTimeForum.Integration.Tests.Uploads;

/// <summary>Images to upload, and the uploading.</summary>
public static class Pictures
{
    public static byte[] Png(int width = 800, int height = 400) => Plain(width, height).PngsaveBuffer();

    /// <summary>Lying on its side, with the place where it was taken.</summary>
    public static byte[] JpegWithSecrets(int width = 800, int height = 400)
    {
        using var image = Plain(width, height).Mutate(change =>
        {
            change.Set(GValue.GStrType, "exif-ifd0-Make", "SecretCamera (SecretCamera, ASCII, 13 components, 13 bytes)");
            change.Set(GValue.GIntType, "orientation", 6);
        });
        return image.JpegsaveBuffer();
    }

    /// <summary>No two of its points are alike: long to write.</summary>
    public static byte[] Restless(int side, int frames)
    {
        using var noise = Image.Gaussnoise(side, side * frames, sigma: 60, mean: 128);
        using var grey = noise.Cast(Enums.BandFormat.Uchar);
        using var strip = grey.Bandjoin(grey, grey).Copy(interpretation: Enums.Interpretation.Srgb).Mutate(change => change.Set(GValue.GIntType, "page-height", side));
        return strip.GifsaveBuffer(effort: 1);
    }

    /// <summary>One pass over all of it is hardly any bytes.</summary>
    public static byte[] JpegOfManyPasses(int passes)
    {
        using var plain = Plain(1_000, 1_000);
        var file = plain.JpegsaveBuffer(interlace: true);
        var last = file[file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA])..^2];
        return [.. file[..^2], .. Enumerable.Repeat(last, passes).SelectMany(bytes => bytes), 0xFF, 0xD9];
    }

    public static byte[] MovingGif()
    {
        using var frame = Plain(20, 20);
        using var strip = Image.Arrayjoin([frame, frame.Invert(), frame], across: 1).Mutate(change =>
        {
            change.Set(GValue.GIntType, "page-height", 20);
            change.Set(GValue.ArrayIntType, "delay", new[] { 100, 100, 100 });
        });
        return strip.GifsaveBuffer();
    }

    public static byte[] WebP() => Plain(30, 30).WebpsaveBuffer();

    public static Task<Answer> SendAsync(this Door door, byte[] file, string name = "picture.png", string? alt = null, string? key = null)
    {
        var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(part, "file", name);
        if (alt is not null) form.Add(new StringContent(alt), "alt");
        return door.SendAsync(HttpMethod.Post, "/api/uploads", form, key is null ? [] : [("Idempotency-Key", key)]);
    }

    /// <summary>The upload as it was answered.</summary>
    public static async Task<JsonElement> UploadAsync(this Person person, string? alt = null) => (await person.Http.SendAsync(Png(), alt: alt)).ShouldBe(201).Json;

    public static async Task<int> StatusOfAsync(this Door door, JsonElement upload) => (await door.GetAsync(upload.Text("url"))).Status;

    private static Image Plain(int width, int height)
    {
        using var image = Image.Black(width, height, bands: 3) + new double[] { 200, 60, 40 };
        return image.Cast(Enums.BandFormat.Uchar);
    }
}
