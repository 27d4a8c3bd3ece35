using RealTimeForum.Domain.Common;

namespace RealTimeForum.Domain.Uploads;

public static class UploadErrors
{
    public static readonly Error NotFound = new("upload.not_found", "There is no such image.", ErrorKind.NotFound);
    public static readonly Error Unknown = Error.OfField("upload.unknown", "attachmentIds", "There is no such image of yours, or it is used elsewhere.");
    public static readonly Error TooMany = Error.OfField("upload.too_many", "attachmentIds", "At most 10 images.");
    public static readonly Error TooLarge = new("upload.too_large", "An image has at most 20 MB.", ErrorKind.TooLarge);
    public static readonly Error NotAnImage = Error.OfField("upload.not_an_image", "file", "This is no JPEG, PNG, GIF or WebP image.");
    public static readonly Error Broken = Error.OfField("upload.broken", "file", "This image is damaged.");
    public static readonly Error TooManyPixels = Error.OfField("upload.too_many_pixels", "file", "This image has too many pixels.");
    public static readonly Error TakesTooLong = Error.OfField("upload.takes_too_long", "file", "This image takes too long to read. Make it smaller.");
    public static readonly Error OneFile = Error.OfField("upload.one_file", "file", "Send one file as multipart/form-data.");
    public static readonly Error TooManyWaiting = new("upload.too_many_waiting", "Use the images you have uploaded, or wait until they are gone.", ErrorKind.Conflict);
}
