using System.ComponentModel.DataAnnotations;
using MailKit.Security;
using RealTimeForum.Domain.Administration;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Infrastructure;

/// <summary>The settings under <c>Forum</c>.</summary>
public sealed class ForumOptions
{
    /// <summary>The folder that holds everything that must be kept. Relative to the program's content root. Default <c>data</c>.</summary>
    [Required, MinLength(1)]
    public string DataDirectory { get; set; } = "data";

    /// <summary><c>Sqlite</c>, a file in the data folder for one process; or <c>Postgres</c>, a server for several. Default <c>Sqlite</c>.</summary>
    public DatabaseProduct Database { get; init; }

    /// <summary>Of PostgreSQL, such as <c>Host=localhost;Database=forum;Username=forum;Password=…</c>. Default none.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Where Redis is, such as <c>localhost:6379</c>: it brings what happens on one process to the others at once. Default none.</summary>
    public string Redis { get; init; } = "";

    /// <summary>The address people type, such as <c>https://forum.example.org</c>; accepted as the site's own origin beside the one a request came to.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of reverse proxies whose forwarding headers are believed. Default none.</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Whether visitors without an account may read posts, comments and profiles. Default true.</summary>
    public bool PublicReading { get; init; } = true;

    /// <summary>What the forum is called, in its pages and mails. Default <c>Forum</c>.</summary>
    [Required, MaxLength(ForumSettings.MaxNameLength)]
    public string Name { get; init; } = "Forum";

    /// <summary>A sentence for visitors. Default none.</summary>
    [MaxLength(ForumSettings.MaxDescriptionLength)]
    public string Description { get; init; } = "";

    /// <summary>Who may sign up: <c>Open</c>, <c>InviteOnly</c> or <c>Approval</c>. Default <c>Open</c>.</summary>
    public Admission Admission { get; init; } = Admission.Open;

    /// <summary>Whether moderators and administrators act as such only with a second factor. Default false.</summary>
    public bool StaffNeedsTwoFactor { get; init; }

    public SessionOptions Sessions { get; init; } = new();

    public MailOptions Mail { get; init; } = new();

    public S3Options S3 { get; init; } = new();

    public PasswordOptions Passwords { get; init; } = new();

    public AdminOptions? Admin { get; init; }

    public RealtimeOptions Realtime { get; init; } = new();

    public RateLimitOptions RateLimits { get; init; } = new();

    public WriterOptions Writer { get; init; } = new();

    public ModerationOptions Moderation { get; init; } = new();

    public BackupOptions Backup { get; init; } = new();

    public MetricsOptions Metrics { get; init; } = new();

    public TelemetryOptions Telemetry { get; init; } = new();
}

public sealed class MetricsOptions
{
    /// <summary>Addresses or networks that may read <c>/metrics</c>. Default none: it is not there.</summary>
    public IReadOnlyList<string> From { get; init; } = [];
}

public sealed class TelemetryOptions
{
    /// <summary>Where traces and metrics are sent, such as <c>http://localhost:4317</c> (OTLP over gRPC). Default none.</summary>
    public Uri? Otlp { get; init; }
}

/// <summary>Where uploads are kept instead of the data folder: storage that speaks S3.</summary>
public sealed class S3Options
{
    /// <summary>Such as <c>https://s3.example.org</c>. Default none: uploads lie in the data folder.</summary>
    public Uri? Address { get; init; }

    /// <summary>It has to be there. Default none.</summary>
    public string Bucket { get; init; } = "";

    public string AccessKey { get; init; } = "";

    public string SecretKey { get; init; } = "";

    /// <summary>Default none: the storage is asked.</summary>
    public string Region { get; init; } = "";
}

public sealed class BackupOptions
{
    /// <summary>Pause between two backups that the running forum makes by itself. Default none are made.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan? Every { get; init; }

    /// <summary>Where they go; relative to the data folder. Default <c>backups</c>; another disk is better.</summary>
    [Required, MinLength(1)]
    public string Directory { get; init; } = "backups";

    /// <summary>How many stay. Default 7.</summary>
    [Range(1, 10_000)]
    public int Keep { get; init; } = 7;
}

public sealed class PasswordOptions
{
    internal const int LeastIterations = 220_000;

    /// <summary>Rounds of PBKDF2-SHA512. Default 220 000, which is the least outside the Testing environment.</summary>
    [Range(1_000, 10_000_000)]
    public int Iterations { get; init; } = LeastIterations;

    /// <summary>Sign-ins and sign-ups that may wait for a processor; beyond that 429. Default 64.</summary>
    [Range(1, 10_000)]
    public int Waiting { get; init; } = 64;
}

/// <summary>The first administrator, made at the first start.</summary>
public sealed class AdminOptions
{
    [Required] public string Nickname { get; init; } = "";

    [Required] public string Email { get; init; } = "";

    [Required] public string Password { get; init; } = "";
}

public sealed class RealtimeOptions
{
    /// <summary>Frames waiting for one connection before it is cut off as too slow. Default 1 024.</summary>
    [Range(16, 65_536)]
    public int OutboundCapacity { get; init; } = 1_024;

    /// <summary>Bytes waiting for one connection before it is cut off as too slow. Default 512 KiB.</summary>
    [Range(65_536, 64 * 1024 * 1024)]
    public int OutboundBytes { get; init; } = 512 * 1024;

    /// <summary>How long after the last connection closed somebody still counts as online. Default 10 s; the contract allows 15.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan OfflineAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between pings and heartbeats. Default 25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a peer may take to answer a ping. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PongWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long marks are gathered before they are written together. Default 150 ms; the contract allows 250.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan GatherMarks { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long sockets get to say goodbye when the server stops. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Commands of one connection worked on at once. Default 32.</summary>
    [Range(1, 1_024)]
    public int CommandsAtOnce { get; init; } = 32;
}

public sealed class SessionOptions
{
    /// <summary>A session that is not used for so long ends. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A session ends so long after signing in, however much it is used. Default 365 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Absolute { get; init; } = TimeSpan.FromDays(365);
}

/// <summary>How mail leaves. Without a host every mail is written into the data folder.</summary>
public sealed class MailOptions
{
    /// <summary>The SMTP server. Default none.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its port. Default 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary><c>Auto</c> (TLS where the server offers it), <c>None</c>, <c>StartTls</c> or <c>SslOnConnect</c>. Default <c>Auto</c>.</summary>
    public SecureSocketOptions Security { get; init; } = SecureSocketOptions.Auto;

    /// <summary>Default none: no sign-in.</summary>
    public string User { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>The address that mails come from. Default <c>forum@localhost</c>.</summary>
    [Required, RegularExpression(@"^[^@\s]+@[^@\s]+$", ErrorMessage = "This is not an e-mail address.")]
    public string From { get; init; } = "forum@localhost";
}

public sealed class RateLimitOptions
{
    public bool Enabled { get; init; } = true;

    /// <summary>Messages a person may send in 10 s. Default 30.</summary>
    [Range(1, 1_000_000)]
    public int MessagesPer10Seconds { get; init; } = 30;

    /// <summary>Frames one connection may send in 10 s before it is closed with 4029. Default 1 000.</summary>
    [Range(10, 10_000_000)]
    public int FramesPer10Seconds { get; init; } = 1_000;

    /// <summary>Requests a minute a signed-in person. Default 600.</summary>
    [Range(1, 10_000_000)]
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Requests a minute an address without an account. Default 300.</summary>
    [Range(1, 10_000_000)]
    public int AnonymousRequestsPerMinute { get; init; } = 300;

    /// <summary>Requests a minute an API token; they count as their owner's too. Default 600.</summary>
    [Range(1, 10_000_000)]
    public int TokenRequestsPerMinute { get; init; } = 600;

    /// <summary>Failed sign-ins to an account in 15 minutes, before it takes attempts only at ever longer pauses. Default 10.</summary>
    [Range(1, 1_000_000)]
    public int SignInFailures { get; init; } = 10;

    /// <summary>Sign-ups an hour an address. Default 20.</summary>
    [Range(1, 1_000_000)]
    public int SignUpsPerHour { get; init; } = 20;
}

/// <summary>What of posts and comments is looked at before others see it. A word is found whole and in any case; <c>word*</c> finds all that begin so. Moderators write what they like.</summary>
public sealed class ModerationOptions
{
    /// <summary>Words for which a text is refused. Default none.</summary>
    public IReadOnlyList<string> RefusedWords { get; init; } = [];

    /// <summary>Words that are starred out. Default none.</summary>
    public IReadOnlyList<string> MaskedWords { get; init; } = [];

    /// <summary>Words for which a text waits for a moderator. Default none.</summary>
    public IReadOnlyList<string> HeldWords { get; init; } = [];

    /// <summary>What accounts younger than this write with a link in it waits for a moderator. Default zero: nothing does.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan HoldLinksFor { get; init; } = TimeSpan.Zero;
}

public sealed class WriterOptions
{
    /// <summary>Commands waiting for the writer before new ones are refused with 503. Default 4 096.</summary>
    [Range(16, 1_000_000)]
    public int Waiting { get; init; } = 4_096;

    /// <summary>Commands that share one commit at the most. Default 128.</summary>
    [Range(1, 10_000)]
    public int CommandsPerCommit { get; init; } = 128;
}
