using System.Text.RegularExpressions;

namespace RealTimeForum.Architecture.Tests;

/// <summary>docs/security.md answers every requirement, and names only what is there.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(House.Root, "docs", "security.md"));

    [Fact]
    public void Every_requirement_is_answered_once()
    {
        var asked = File.ReadLines(Path.Combine(House.Root, "tests", "fixtures", "asvs-5.0-level-2.txt")).Where(line => line[0] == 'V');
        Row().Matches(Text).SelectMany(row => row.Groups["ids"].Value.Split(' ')).Should().BeEquivalentTo(asked);
    }

    [Fact]
    public void What_it_names_is_there()
    {
        var files = Directory.EnumerateFiles(House.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8 })
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "node_modules" or "bin" or "obj" or ".git")).ToList();
        var names = files.Select(file => Path.GetFileName(file)!).ToHashSet(StringComparer.Ordinal);
        var tests = files.Where(file => file.EndsWith("Tests.cs", StringComparison.Ordinal)).SelectMany(file => Class().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in Named().Matches(Text).Select(match => match.Groups["name"].Value))
        {
            if (name.EndsWith("Tests", StringComparison.Ordinal)) tests.Should().Contain(name);
            else names.Should().Contain(Path.GetFileName(name));
        }
    }

    [GeneratedRegex(@"^\| (?<ids>V[0-9.]+( V[0-9.]+)*) \| (yes|partly|no|yours|none) \| \S.* \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>[A-Za-z]+Tests|[A-Za-z./-]+\.(cs|ts|js|mjs|sh|conf|svelte|service|yaml|md))`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Named();

    [GeneratedRegex(@"\bclass (?<name>[A-Za-z]+Tests)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Class();
}
