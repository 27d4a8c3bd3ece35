using NetArchTest.Rules;
using RealTimeForum.Infrastructure.Persistence;

namespace RealTimeForum.Architecture.Tests;

/// <summary>Doors translate; what they need of the inside goes through use cases. And what exists once is opened once.</summary>
public sealed class DoorTests
{
    [Fact]
    public void Endpoints_touch_no_database()
    {
        var repositories = House.Domain.WrittenTypes().Where(type => type.IsInterface && type.Name.EndsWith("Repository", StringComparison.Ordinal)).Select(type => type.FullName!);
        string[] forbidden = ["Microsoft.EntityFrameworkCore", "Microsoft.Data.Sqlite", typeof(ForumDb).FullName!, "RealTimeForum.Application.Ports.IReadDb", .. repositories];
        foreach (var door in new[] { "Endpoints", "Ws", "Http" })
        {
            var result = Types.InAssembly(House.WebApi).That().ResideInNamespace($"RealTimeForum.WebApi.{door}").ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
            (result.FailingTypeNames ?? []).Should().BeEmpty();
        }
    }

    [Fact]
    public void Nobody_asks_the_machine_for_the_time() =>
        House.CallersOf(method => method.DeclaringType.FullName is "System.DateTime" or "System.DateTimeOffset" && method.Name is "get_Now" or "get_UtcNow" or "get_Today")
            .Should().BeEmpty("TimeProvider is asked instead, so that tests can move the clock");

    [Fact]
    public void There_is_one_write_connection() =>
        House.CallersOf(method => method.Name == "OpenForWriting").Distinct(StringComparer.Ordinal)
            .Should().BeEquivalentTo(
                ["SqliteWriter", "SqliteDatabase", "Seeder", "BackupFile"],
                "the writer keeps it, the migration ends before the writer starts, the seeder runs instead of it, and a restore writes to a file that no forum uses yet");

    [Fact]
    public void Connections_are_opened_in_one_place() =>
        House.CallersOf(method => method.DeclaringType.FullName == "Microsoft.Data.Sqlite.SqliteConnection" && method.Name == ".ctor").Distinct(StringComparer.Ordinal)
            .Should().BeEquivalentTo(["SqliteDatabase"]);

    [Fact]
    public void Every_file_of_endpoints_is_a_feature_of_its_own() =>
        House.Files(Path.Combine("WebApi", "Endpoints")).Select(Path.GetFileNameWithoutExtension)
            .Should().OnlyContain(name => name!.EndsWith("Endpoints", StringComparison.Ordinal));
}
