using System.Security.Cryptography;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Uploads;

/// <summary>Keeps an image until it is used.</summary>
/// <param name="File">As it came; what is kept is made anew from its pixels.</param>
/// <param name="Alt">What it shows, in words.</param>
public sealed record CreateUpload(byte[] File, string Alt, [Verbatim] string? IdempotencyKey) : ICreate
{
    public string Fingerprint => $"{Convert.ToHexString(SHA256.HashData(File))}\n{Alt}";

    internal UploadId Id { get; } = UploadId.New();

    internal ReadyImage? Ready { get; set; }
}

public sealed class CreateUploadValidator : AbstractValidator<CreateUpload>
{
    public CreateUploadValidator() => RuleFor(c => c.Alt).MaximumLength(Upload.MaxAltLength).WithMessage("At most 300 characters.");
}

public sealed class CreateUploadPreparation(IImages images, IUploadFiles files, IReadDb db, IActor actor) : IPrepare<CreateUpload>
{
    public async ValueTask<Error?> PrepareAsync(CreateUpload message, CancellationToken cancellationToken)
    {
        if (message.File.Length > Upload.MaxBytes) return UploadErrors.TooLarge;
        if (await db.CountAsync(db.Uploads.Where(upload => upload.Owner == actor.UserId && upload.Use == UploadUse.None), cancellationToken) >= Upload.MostWaiting) return UploadErrors.TooManyWaiting;
        if (!(await images.ReadAsync(message.File, cancellationToken)).TryGet(out var ready, out var error)) return error;

        // Before the row: there is no row without its files, and files without a row are removed in time.
        await files.WriteAsync(message.Id, isSmall: false, ready.Full, cancellationToken);
        await files.WriteAsync(message.Id, isSmall: true, ready.Small, cancellationToken);
        message.Ready = ready;
        return null;
    }
}

public sealed class CreateUploadHandler(IUploadRepository uploads, IActor actor, TimeProvider clock) : ICommandHandler<CreateUpload, Result<Created>>
{
    public ValueTask<Result<Created>> Handle(CreateUpload command, CancellationToken cancellationToken)
    {
        var ready = command.Ready!;
        uploads.Add(new Upload(
            command.Id, actor.UserId, ready.ContentType, ready.Full.Length, ready.Width, ready.Height, ready.Placeholder, command.Alt, clock.GetUtcNow()));
        return ValueTask.FromResult<Result<Created>>(new Created(command.Id.Value));
    }
}
