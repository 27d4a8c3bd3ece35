using FluentValidation;
using Mediator;
using RealTimeForum.Application.Ports;
using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Uploads;

namespace RealTimeForum.Application.Uploads;

/// <summary>Says in words what my image shows.</summary>
public sealed record DescribeUpload(UploadId Id, string Alt) : ICommand<Result<UploadView>>;

public sealed class DescribeUploadValidator : AbstractValidator<DescribeUpload>
{
    public DescribeUploadValidator() => RuleFor(c => c.Alt).MaximumLength(Upload.MaxAltLength).WithMessage("At most 300 characters.");
}

public sealed class DescribeUploadHandler(IUploadRepository uploads, IActor actor) : ICommandHandler<DescribeUpload, Result<UploadView>>
{
    public async ValueTask<Result<UploadView>> Handle(DescribeUpload command, CancellationToken cancellationToken)
    {
        if (await uploads.FindAsync(command.Id, cancellationToken) is not { } upload) return UploadErrors.NotFound;
        if (upload.Describe(actor.UserId, command.Alt).Error is { } refusal) return refusal;
        return GetUploadHandler.Show(upload);
    }
}
