using System.Reflection;
using System.Text.RegularExpressions;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.Architecture.Tests;

/// <summary>What the documents say is so.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_readme_names_every_setting_and_no_other()
    {
        var text = File.ReadAllText(Path.Combine(House.Root, "README.md"));
        var named = Setting().Matches(text).Select(match => match.Value.Trim('`')).Distinct(StringComparer.Ordinal);
        named.Should().BeEquivalentTo(SettingsOf("Forum", typeof(ForumOptions)).Append("Forum:Log"));
    }

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var documents = Directory.GetFiles(House.Root, "*.md").Concat(Directory.GetFiles(Path.Combine(House.Root, "docs"), "*.md", SearchOption.AllDirectories));
        foreach (var document in documents)
        {
            foreach (var target in Link().Matches(File.ReadAllText(document)).Select(match => match.Groups["to"].Value))
                Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)).Should().BeTrue("{0} links to {1}", Path.GetFileName(document), target);
        }
    }

    private static IEnumerable<string> SettingsOf(string path, Type group) => group.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => !property.PropertyType.IsEnum && property.PropertyType.Assembly == typeof(ForumOptions).Assembly
            ? SettingsOf($"{path}:{property.Name}", property.PropertyType)
            : [$"{path}:{property.Name}"]);

    [GeneratedRegex("`Forum:[A-Za-z0-9:]+`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\]\((?!https?:)(?<to>[^)#]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Link();
}
