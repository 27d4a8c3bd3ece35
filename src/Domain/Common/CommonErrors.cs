namespace RealTimeForum.Domain.Common;

public static class CommonErrors
{
    public static readonly Error Stale = new("request.stale", "This was changed meanwhile. Load it again before changing it.", ErrorKind.StalePrecondition);
    public static readonly Error NotSignedIn = new("auth.required", "Sign in first.", ErrorKind.Unauthenticated);
    public static readonly Error Forbidden = new("auth.forbidden", "You may not do this.", ErrorKind.Forbidden);
    public static readonly Error Busy = new("server.busy", "The forum is busy. Nothing was done; try again shortly.", ErrorKind.Unavailable) { RetryAfterSeconds = 1 };
    public static readonly Error Storage = new("server.storage", "The forum cannot write at the moment. Nothing was done; try again later.", ErrorKind.Unavailable) { RetryAfterSeconds = 5 };
    public static readonly Error IdempotencyKeyReused = new("idempotency.key_reused", "This Idempotency-Key was used for another request.", ErrorKind.Conflict);

    public static Error Invalid(IReadOnlyDictionary<string, string[]> fields) =>
        new("request.invalid", "Some fields are not right.") { Fields = fields };

    public static Error Invalid(string field, string message) => Error.OfField("request.invalid", field, message);
}
