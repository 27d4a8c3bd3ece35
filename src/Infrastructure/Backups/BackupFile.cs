using System.Formats.Tar;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RealTimeForum.Infrastructure.Persistence.Mapping;
using RealTimeForum.Infrastructure.Persistence.Sqlite;

namespace RealTimeForum.Infrastructure.Backups;

/// <summary>Something about a backup can't be done; the message is for the operator.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);

/// <param name="Bytes">Of the file.</param>
public sealed record BackupReport(string File, long Bytes, int Files);

/// <summary>Everything that must be kept in one tar archive: the database as it was at one moment, uploads and keys.</summary>
public sealed partial class BackupFile
{
    private const string DatabaseName = "forum.db";
    private const string Unfinished = "restoring";
    private static readonly string[] Folders = ["keys", "uploads"];

    private readonly SqliteDatabase _database;
    private readonly string _data;
    private readonly TimeProvider _clock;

    internal BackupFile(SqliteDatabase database, IOptions<ForumOptions> options, TimeProvider clock) => (_database, _data, _clock) = (database, options.Value.DataDirectory, clock);

    /// <summary>Writes a backup while the forum runs, makes it durable, and opens it to see that it can be restored. The file appears only when all of that is done.</summary>
    /// <exception cref="BackupException">The file exists, or there is nothing to back up.</exception>
    public async Task<BackupReport> WriteAsync(string file, CancellationToken cancellationToken)
    {
        file = Path.GetFullPath(file);
        if (File.Exists(file)) throw new BackupException($"{file} exists already");
        if (!File.Exists(_database.Path)) throw new BackupException($"there is no forum in {_data}");
        var work = Directory.CreateDirectory($"{file}.part-{Guid.NewGuid():N}").FullName;
        try
        {
            var copy = Path.Combine(work, DatabaseName);
            await CopyDatabaseAsync(copy, cancellationToken);
            var archive = Path.Combine(work, "archive");
            var files = await PackAsync(archive, copy, cancellationToken);
            File.Delete(copy);

            await UnpackAsync(archive, Path.Combine(work, "check"), cancellationToken);
            await CheckAsync(Path.Combine(work, "check", DatabaseName), cancellationToken);
            File.Move(archive, file);
            FlushFolder(Path.GetDirectoryName(file)!);
            return new BackupReport(file, new FileInfo(file).Length, files);
        }
        catch (SqliteException broken)
        {
            throw new BackupException($"the database could not be copied ({broken.Message})", broken);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Puts a backup in the place of what is in the data folder, which nobody may use meanwhile. What was there is moved aside, and clients are made to forget what they remember.</summary>
    /// <returns>Where the earlier data is now; null when there was none.</returns>
    /// <exception cref="BackupException">It is no backup, or one of a later version.</exception>
    public async Task<string?> RestoreAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file)) throw new BackupException($"there is no file {file}");
        var restoring = Path.Combine(_data, Unfinished);
        if (Directory.Exists(restoring)) Directory.Delete(restoring, recursive: true);
        try
        {
            await UnpackAsync(file, restoring, cancellationToken);
            await CheckAsync(Path.Combine(restoring, DatabaseName), cancellationToken);
            await BeginAnewAsync(Path.Combine(restoring, DatabaseName), cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or SqliteException or BackupException)
        {
            if (Directory.Exists(restoring)) Directory.Delete(restoring, recursive: true);
            throw exception as BackupException ?? new BackupException($"{file} is not a whole backup ({exception.Message})", exception);
        }

        var aside = Path.Combine(_data, $"before-restore-{_clock.GetUtcNow():yyyyMMdd-HHmmss}");
        MoveAll(_data, aside);
        MoveAll(restoring, _data);
        FlushFolder(_data);
        Directory.Delete(restoring, recursive: true);
        return Directory.Exists(aside) ? aside : null;
    }

    /// <summary>A restore that was cut off between two moves: what lies in the folder is not one forum.</summary>
    public static bool WasCutOff(string dataDirectory) => Directory.Exists(Path.Combine(dataDirectory, Unfinished));

    private async Task CopyDatabaseAsync(string copy, CancellationToken cancellationToken)
    {
        await using var connection = _database.OpenForCopying();
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<int> PackAsync(string archive, string database, CancellationToken cancellationToken)
    {
        var count = 1;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(archive, options);
        await using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            await tar.WriteEntryAsync(database, DatabaseName, cancellationToken);
            foreach (var path in Folders.Select(folder => Path.Combine(_data, folder)).Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
            {
                try
                {
                    await tar.WriteEntryAsync(path, Path.GetRelativePath(_data, path).Replace('\\', '/'), cancellationToken);
                    count++;
                }
                catch (FileNotFoundException)
                {
                    // Removed since it was listed: an upload that nobody used.
                }
            }
        }
        stream.Flush(flushToDisk: true);
        return count;
    }

    private static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using var stream = File.OpenRead(archive);
        await using var tar = new TarReader(stream);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            var name = entry.Name;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || (name != DatabaseName && !Array.Exists(Folders, known => name.StartsWith(known + '/', StringComparison.Ordinal))))
                throw new BackupException($"{archive} is not a backup of a forum: it holds {name}");
            var path = Path.GetFullPath(Path.Combine(folder, name));
            if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new BackupException($"{archive} holds {name}, which leads out of its folder");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await entry.ExtractToFileAsync(path, overwrite: false, cancellationToken);
            using var written = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(written);
        }
        if (!File.Exists(Path.Combine(folder, DatabaseName))) throw new BackupException($"{archive} is not a backup of a forum: it holds no database");
    }

    private static async Task CheckAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteDatabase(database).OpenForReading();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check(1)";
        if (await command.ExecuteScalarAsync(cancellationToken) is not "ok") throw new BackupException("the copy of the database is damaged");
        await using var db = SqliteDatabase.ContextOver(connection);
        if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(db.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault() is { } later)
            throw new BackupException($"the backup is of a later version of the program ({later}); restore it with that one");
    }

    /// <summary>The data went back in time: another epoch tells every client so.</summary>
    private static async Task BeginAnewAsync(string database, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteDatabase(database).OpenForWriting();
        await using var db = SqliteDatabase.ContextOver(connection);
        await db.Set<Fact>().Where(fact => fact.Name == Fact.Epoch).ExecuteUpdateAsync(fact => fact.SetProperty(row => row.Value, Guid.NewGuid().ToString("N")), cancellationToken);
    }

    private static void MoveAll(string from, string to)
    {
        foreach (var name in new[] { DatabaseName, $"{DatabaseName}-wal", $"{DatabaseName}-shm" }.Concat(Folders))
        {
            var (source, target) = (Path.Combine(from, name), Path.Combine(to, name));
            if (!Path.Exists(source)) continue;
            Directory.CreateDirectory(to);
            if (Directory.Exists(source)) Directory.Move(source, target);
            else File.Move(source, target);
        }
    }

    /// <summary>A file's name is durable only when its folder is.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = OpenFolder(folder, flags: 0);
        if (handle < 0) throw new BackupException($"{folder} cannot be opened");
        var flushed = Fsync(handle);
        Close(handle);
        if (flushed != 0) throw new BackupException($"{folder} cannot be made durable");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
