using Mediator;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Application.Uploads;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;
using RealTimeForum.Domain.Users;
using RealTimeForum.WebApi.Http;

namespace RealTimeForum.WebApi.Endpoints;

internal static class UploadEndpoints
{
    // What is too large is read all the same, so that the sender hears why: who is cut off while sending hears nothing.
    private const long MostRead = 2 * Upload.MaxBytes;

    public static void MapUploads(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/api/uploads").WithTags("Uploads").RequireAct(Act.AddImages).ProducesProblem(400).ProducesProblem(401);
        mine.MapPost("", Create).WithSummary("Upload an image: one file as multipart/form-data, and maybe alt; takes an Idempotency-Key")
            .WithDescription("JPEG, PNG, GIF or WebP up to 20 MB. Before it is used, its owner alone sees it; after a day without use it is gone.")
            .WithMetadata(new RequestSizeLimitAttribute(MostRead)).RequireRateLimiting(RateLimits.Uploads).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415);
        mine.MapPatch("/{id:guid}", Describe).WithSummary("Say in words what my image shows").ProducesProblem(404);
        app.MapGet("/api/avatars", Avatars).WithTags("Uploads").RequireAct(Act.SeeImages)
            .WithSummary("The pictures of some people: ids, separated by commas, at most 100; who has none is left out").ProducesProblem(400);
        app.MapGet("/api/uploads/{id:guid}", Get).WithTags("Uploads").RequireAct(Act.SeeImages)
            .WithSummary("An image, for whoever may see where it is used; size=small for one of at most 640 pixels").Produces(200).Produces(304).ProducesProblem(404);
    }

    private static async Task<Results<Created<UploadView>, ProblemHttpResult>> Create(
        HttpRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, ISender sender, CancellationToken ct)
    {
        if (!request.HasFormContentType) return TypedResults.Problem(Problems.Details(UploadErrors.OneFile, 415));
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(ct);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == 413)
        {
            return Problems.From(UploadErrors.TooLarge);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return Problems.From(UploadErrors.OneFile);
        }
        if (form.Files.Count != 1) return Problems.From(UploadErrors.OneFile);
        var file = form.Files[0];
        if (file.Length > Upload.MaxBytes) return Problems.From(UploadErrors.TooLarge);

        var bytes = new byte[file.Length];
        await using (var stream = file.OpenReadStream()) await stream.ReadExactlyAsync(bytes, ct);
        if (!(await sender.Send(new CreateUpload(bytes, form["alt"].ToString(), idempotencyKey), ct)).TryGet(out var created, out var error)) return Problems.From(error);
        if (!(await sender.Send(new GetUpload(UploadId.From(created.Id)), ct)).TryGet(out var upload, out error)) return Problems.From(error);
        return TypedResults.Created(upload.Url, upload);
    }

    private static Task<Results<Ok<UploadView>, ProblemHttpResult>> Describe(Guid id, DescribeBody body, ISender sender, CancellationToken ct) =>
        sender.Answer(new DescribeUpload(UploadId.From(id), body.Alt), ct);

    private static async Task<Results<Ok<Page<AvatarView>>, ProblemHttpResult>> Avatars(ISender sender, CancellationToken ct, string ids = "")
    {
        List<UserId> people = [];
        foreach (var id in ids.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Guid.TryParse(id, out var person)) return Problems.From(CommonErrors.Invalid("ids", "Give ids, separated by commas."));
            people.Add(UserId.From(person));
        }
        return await sender.Answer(new ListAvatars(people), ct);
    }

    private static async Task<Results<FileStreamHttpResult, StatusCodeHttpResult, ProblemHttpResult>> Get(
        Guid id, string? size, HttpContext http, IUploadFiles files, ISender sender, CancellationToken ct)
    {
        if (!(await sender.Send(new GetUpload(UploadId.From(id)), ct)).TryGet(out var upload, out var error)) return Problems.From(error);
        // An image never changes, but who may see it does: a browser keeps it and asks each time.
        var isSmall = size == "small";
        var tag = $"\"{id:N}{(isSmall ? "s" : "")}\"";
        var headers = http.Response.Headers;
        (headers.CacheControl, headers.ETag) = ("private, no-cache", tag);
        if (http.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Any(seen => seen == tag || seen == "*")) return TypedResults.StatusCode(304);
        if (await files.OpenAsync(UploadId.From(id), isSmall, ct) is not { } file) return Problems.From(UploadErrors.NotFound);
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.ContentDisposition = "inline";
        return TypedResults.Stream(file, isSmall ? "image/webp" : upload.ContentType);
    }

    internal sealed record DescribeBody(string Alt = "");
}
