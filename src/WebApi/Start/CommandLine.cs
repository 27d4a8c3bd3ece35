using RealTimeForum.Infrastructure.Seeding;

namespace RealTimeForum.WebApi.Start;

/// <summary>What the program does instead of serving: <c>seed</c> and its options. Settings (<c>--Forum:…</c>, <c>--urls</c>) go beside it.</summary>
internal sealed class CommandLine(SeedOptions seed)
{
    /// <exception cref="StartRefusedException">An unknown command or option.</exception>
    public static (CommandLine? Command, string[] Settings) Split(string[] args)
    {
        if (args.Length == 0 || args[0].StartsWith('-')) return (null, args);
        if (args[0] != "seed") throw new StartRefusedException($"{args[0]} is not a command; there is: seed");

        List<string> settings = [], own = [];
        foreach (var argument in args.Skip(1)) (IsSetting(argument) ? settings : own).Add(argument);
        var (options, problem) = SeedOptions.Parse(own);
        return (new CommandLine(options ?? throw new StartRefusedException(problem!)), [.. settings]);
    }

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IServiceProvider services)
    {
        if (await services.GetRequiredService<Seeder>().RunAsync(seed, Console.WriteLine) is not { } problem) return 0;
        await Console.Error.WriteLineAsync(problem);
        return 2;
    }

    private static bool IsSetting(string argument) => argument.StartsWith("--Forum:", StringComparison.OrdinalIgnoreCase) && argument.Contains('=', StringComparison.Ordinal);
}
