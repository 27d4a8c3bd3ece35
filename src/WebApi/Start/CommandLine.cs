using RealTimeForum.Infrastructure.Backups;
using RealTimeForum.Infrastructure.Persistence.Postgres;
using RealTimeForum.Infrastructure.Seeding;

namespace RealTimeForum.WebApi.Start;

/// <summary>What the program does instead of serving: <c>seed</c>, <c>backup</c>, <c>restore</c>, <c>doctor</c> or <c>copy-to</c>. Settings (<c>--Forum:…</c>, <c>--urls</c>) go beside it.</summary>
/// <param name="name">As it is typed.</param>
/// <param name="holdsFolder">Nobody else may use the data folder meanwhile.</param>
/// <param name="migrates">It needs a database that fits this version.</param>
internal sealed class CommandLine(string name, Func<IServiceProvider, Task<int>> run, bool holdsFolder, bool migrates)
{
    private const string Known = "seed, backup FILE, restore FILE, doctor, copy-to postgres --connection …, --version";

    /// <summary>Such as <c>RealTimeForum 0.1.0</c>.</summary>
    public static string Version => $"RealTimeForum {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}";

    public string Name => name;

    public bool HoldsFolder => holdsFolder;

    public bool Migrates => migrates;

    /// <exception cref="StartRefusedException">An unknown command or option.</exception>
    public static (CommandLine? Command, string[] Settings) Split(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-')) return (null, args);
        List<string> settings = [], own = [];
        foreach (var argument in args.Skip(1)) (IsSetting(argument) ? settings : own).Add(argument);
        var command = args[0] switch
        {
            "seed" => Seed(own),
            "backup" => Backup(FileOf(args[0], own)),
            "restore" => Restore(FileOf(args[0], own)),
            "doctor" when own.Count == 0 => new CommandLine(args[0], ExamineAsync, holdsFolder: false, migrates: false),
            "doctor" => throw new StartRefusedException($"doctor: unknown option {own[0]}; it takes none"),
            "copy-to" => own is ["postgres", "--connection", var connection] ? CopyTo(connection)
                : throw new StartRefusedException("copy-to takes: copy-to postgres --connection \"Host=…;Database=…;Username=…;Password=…\""),
            _ => throw new StartRefusedException($"{args[0]} is not a command; there are: {Known}"),
        };
        return (command, [.. settings]);
    }

    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(IServiceProvider services) => run(services);

    private static CommandLine Seed(List<string> arguments)
    {
        var (options, problem) = SeedOptions.Parse(arguments);
        if (options is null) throw new StartRefusedException(problem!);
        return new CommandLine("seed", RunAsync, holdsFolder: true, migrates: true);

        async Task<int> RunAsync(IServiceProvider services)
        {
            if (await services.GetRequiredService<Seeder>().RunAsync(options, Console.WriteLine) is not { } refused) return 0;
            await Console.Error.WriteLineAsync(refused);
            return 2;
        }
    }

    private static CommandLine Backup(string file)
    {
        return new CommandLine("backup", RunAsync, holdsFolder: false, migrates: false);

        async Task<int> RunAsync(IServiceProvider services)
        {
            var report = await services.GetRequiredService<BackupFile>().WriteAsync(file, CancellationToken.None);
            Console.WriteLine($"Backed up to {report.File}: {report.Files} files, {report.Bytes} bytes; opened again and found whole.");
            return 0;
        }
    }

    private static CommandLine Restore(string file)
    {
        return new CommandLine("restore", RunAsync, holdsFolder: true, migrates: false);

        async Task<int> RunAsync(IServiceProvider services)
        {
            var aside = await services.GetRequiredService<BackupFile>().RestoreAsync(file, CancellationToken.None);
            Console.WriteLine(aside is null ? "Restored." : $"Restored. What was there before is in {aside}; delete it when you do not need it.");
            return 0;
        }
    }

    private static CommandLine CopyTo(string connection)
    {
        return new CommandLine("copy-to", RunAsync, holdsFolder: true, migrates: true);

        async Task<int> RunAsync(IServiceProvider services)
        {
            var copied = await services.GetRequiredService<CopyToPostgres>().RunAsync(connection, Console.WriteLine, CancellationToken.None);
            Console.WriteLine($"Copied {copied.Sum(table => table.Rows)} rows of {copied.Count} tables, read them again and found them the same.");
            Console.WriteLine("Start the forum with Forum:Database=Postgres and this connection as Forum:ConnectionString, on the same Forum:DataDirectory: the uploads are there.");
            return 0;
        }
    }

    private static async Task<int> ExamineAsync(IServiceProvider services)
    {
        var failed = await services.GetRequiredService<Doctor>().ExamineAsync(Console.WriteLine, CancellationToken.None);
        Console.WriteLine(failed == 0 ? "All is well." : $"{failed} wrong.");
        return failed == 0 ? 0 : 1;
    }

    private static string FileOf(string command, List<string> arguments) =>
        arguments is [var file] && !file.StartsWith('-') ? file : throw new StartRefusedException($"{command} takes one FILE");

    private static bool IsSetting(string argument) => argument.StartsWith("--Forum:", StringComparison.OrdinalIgnoreCase) && argument.Contains('=', StringComparison.Ordinal);
}
