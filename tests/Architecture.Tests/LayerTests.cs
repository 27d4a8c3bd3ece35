using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;

namespace RealTimeForum.Architecture.Tests;

/// <summary>Arrows point inwards only.</summary>
public sealed class LayerTests
{
    [Fact]
    public void The_domain_knows_nothing_of_the_layers_around_it() =>
        NoneOf(House.Domain, "RealTimeForum.Application", "RealTimeForum.Infrastructure", "RealTimeForum.WebApi");

    [Fact]
    public void The_application_knows_the_domain_only() => NoneOf(House.Application, "RealTimeForum.Infrastructure", "RealTimeForum.WebApi");

    [Fact]
    public void The_infrastructure_does_not_know_the_doors() => NoneOf(House.Infrastructure, "RealTimeForum.WebApi");

    [Fact]
    public void The_application_knows_no_database_and_no_http() =>
        NoneOf(House.Application, "Microsoft.EntityFrameworkCore", "Microsoft.Data", "Microsoft.AspNetCore", "System.Net.WebSockets", "Serilog");

    [Fact]
    public void The_domain_references_nothing_but_the_platform() =>
        House.Domain.GetReferencedAssemblies().Select(reference => reference.Name).Should().OnlyContain(name => name!.StartsWith("System.", StringComparison.Ordinal));

    [Fact]
    public void The_domain_has_no_package_and_no_project_reference() =>
        References("Domain", "ProjectReference").Concat(References("Domain", "PackageReference")).Should().BeEmpty();

    [Theory]
    [InlineData("Application", "Domain")]
    [InlineData("Infrastructure", "Application")]
    [InlineData("WebApi", "Infrastructure")]
    public void A_project_references_the_layer_inside_it(string layer, string inner) =>
        References(layer, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Should().Equal(inner);

    [Fact]
    public void Versions_stand_in_one_place() =>
        House.Layers.SelectMany(layer => XDocument.Load(ProjectFile(NameOf(layer))).Descendants("PackageReference"))
            .Where(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null)
            .Should().BeEmpty("they belong into Directory.Packages.props");

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(ProjectFile(project)).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);

    private static string NameOf(Assembly layer) => layer.GetName().Name!.Split('.')[1];

    private static string ProjectFile(string project) => Path.Combine(House.Root, "src", project, project + ".csproj");

    private static void NoneOf(Assembly layer, params string[] forbidden)
    {
        var result = Types.InAssembly(layer).ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        (result.FailingTypeNames ?? []).Should().BeEmpty("{0} must not know {1}", layer.GetName().Name, string.Join(", ", forbidden));
    }
}
