using RealTimeForum.Domain.Common;
using RealTimeForum.Domain.Users;

namespace RealTimeForum.Domain.Uploads;

public readonly record struct UploadId(Guid Value) : IEntityId<UploadId>
{
    public static UploadId New() => new(Guid.CreateVersion7());

    public static UploadId From(Guid value) => new(value);
}

/// <summary>Where an image is used; stored as numbers.</summary>
public enum UploadUse { None = 0, Post = 1, Comment = 2, Message = 3, ChatPicture = 4, Avatar = 5, Gone = 9 }

/// <summary>An image somebody put here. It has one place, and whoever may see that place sees it; before it has one, its owner alone does.</summary>
public sealed class Upload
{
    public const int MaxBytes = 20 * 1024 * 1024;
    public const int MaxAltLength = 300;

    /// <summary>Images of one thing.</summary>
    public const int MostOfOne = 10;

    /// <summary>Images that wait for their place, of one person.</summary>
    public const int MostWaiting = 100;

    /// <summary>How long an image waits for its place.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private Upload() { }

    public Upload(UploadId id, UserId owner, string contentType, long size, int width, int height, string placeholder, string alt, DateTimeOffset now) =>
        (Id, Owner, ContentType, Size, Width, Height, Placeholder, Alt, CreatedAt) = (id, owner, contentType, size, width, height, placeholder, alt, now);

    public UploadId Id { get; private set; }

    public UserId Owner { get; private set; }

    public UploadUse Use { get; private set; }

    /// <summary>The post, comment, message, chat or user that it belongs to.</summary>
    public Guid? Place { get; private set; }

    /// <summary>Its turn among the images of its place.</summary>
    public int Position { get; private set; }

    public string ContentType { get; private set; } = "";

    /// <summary>Bytes, as it is kept.</summary>
    public long Size { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>The image in a few pixels, as a <c>data:</c> address.</summary>
    public string Placeholder { get; private set; } = "";

    /// <summary>What it shows, in words.</summary>
    public string Alt { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public Result<Done> Describe(UserId user, string alt)
    {
        if (Owner != user || Use == UploadUse.Gone) return UploadErrors.NotFound;
        Alt = alt;
        return Done.Instance;
    }

    /// <summary>Gives it its place, once; to leave it there is no mistake.</summary>
    internal Result<Done> PutInto(UserId user, UploadUse use, Guid place, int position)
    {
        var isThere = Use == use && Place == place;
        if (!isThere && (Owner != user || Use != UploadUse.None)) return UploadErrors.Unknown;
        (Use, Place, Position) = (use, place, position);
        return Done.Instance;
    }

    /// <summary>Nobody sees it any more; what is left of it is removed in time.</summary>
    internal void Forget() => (Use, Place, Alt, Placeholder) = (UploadUse.Gone, null, "", "");
}
