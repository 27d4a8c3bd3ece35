using Microsoft.Data.Sqlite;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure.Persistence.Postgres;

namespace RealTimeForum.Infrastructure.Persistence;

/// <summary>The database is away, full, damaged, or held by somebody else: nothing that a request did wrong.</summary>
internal static class StorageFailure
{
    /// <returns>What whoever asked is told; null when it is something else.</returns>
    public static Error? Of(Exception? exception) => exception switch
    {
        SqliteException sqlite => IsBusy(sqlite) ? CommonErrors.Busy : IsOfTheFile(sqlite) ? CommonErrors.Storage : null,
        _ when PostgresFailures.IsOutage(exception) => CommonErrors.Storage,
        { InnerException: { } inner } => Of(inner),
        _ => null,
    };

    public static bool IsBusy(SqliteException exception) => exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;

    public static bool IsOfTheFile(SqliteException exception) => exception.SqliteErrorCode is
        SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN
        or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_NOMEM or SQLitePCL.raw.SQLITE_PROTOCOL;
}
