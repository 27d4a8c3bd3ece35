using System.Text.RegularExpressions;
using FluentValidation;
using Mediator;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Application.Ports;

namespace RealTimeForum.Architecture.Tests;

/// <summary>A use case is one file: request, validator, preparation, handler.</summary>
public sealed partial class UseCaseTests
{
    private static readonly Type[] Parts = [typeof(ICommandHandler<,>), typeof(IQueryHandler<,>), typeof(IValidator<>), typeof(IPrepare<>)];

    private static IEnumerable<Type> Requests =>
        House.Application.WrittenTypes().Where(type => type is { IsInterface: false, IsAbstract: false } && type.IsAssignableTo(typeof(IMessage)));

    [Fact]
    public void Requests_handlers_validators_and_reactions_are_sealed() =>
        House.Application.WrittenTypes()
            .Where(type => type is { IsInterface: false, IsAbstract: false })
            .Where(type => type.IsAssignableTo(typeof(IMessage)) || Parts.Append(typeof(IReactTo<>)).Any(type.Implements))
            .Where(type => !type.IsSealed)
            .Should().BeEmpty();

    [Fact]
    public void A_request_its_validator_and_its_handler_stand_in_one_file()
    {
        var fileOf = DeclaringFiles();
        var strays =
            from type in House.Application.WrittenTypes()
            where !type.IsGenericTypeDefinition
            from contract in type.GetInterfaces()
            where contract.IsGenericType && Parts.Contains(contract.GetGenericTypeDefinition())
            let request = contract.GetGenericArguments()[0]
            where request.Assembly == House.Application && fileOf[request.Name] != fileOf[type.Name]
            select $"{type.Name} is not in {Path.GetFileName(fileOf[request.Name])}";
        strays.Should().BeEmpty();
    }

    [Fact]
    public void A_file_with_one_use_case_has_its_name()
    {
        var fileOf = DeclaringFiles();
        Requests.GroupBy(request => fileOf[request.Name], StringComparer.Ordinal)
            .Where(file => file.Count() == 1 && file.Single().Name != Path.GetFileNameWithoutExtension(file.Key))
            .Select(file => $"{file.Single().Name} in {Path.GetFileName(file.Key)}")
            .Should().BeEmpty();
    }

    [Fact]
    public void Use_cases_are_called_what_they_do_without_a_suffix() =>
        Requests.Where(request => SuffixOfKind().IsMatch(request.Name)).Should().BeEmpty();

    [Fact]
    public void Use_cases_send_no_use_cases() =>
        House.Application.WrittenTypes()
            .Where(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
                .Any(parameter => parameter.ParameterType.IsAssignableTo(typeof(ISender)) || parameter.ParameterType.IsAssignableTo(typeof(IPublisher))))
            .Should().BeEmpty();

    [Fact]
    public void Folders_are_named_after_features_and_namespaces_after_folders()
    {
        foreach (var layer in new[] { "Domain", "Application" })
        {
            foreach (var file in House.Files(layer))
            {
                var folder = Path.GetRelativePath(Path.Combine(House.Root, "src"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
                File.ReadAllText(file).Should().Contain($"namespace RealTimeForum.{folder};", "that is where {0} lies", Path.GetFileName(file));
            }
        }
        Directory.GetDirectories(Path.Combine(House.Root, "src", "Application")).Select(Path.GetFileName)
            .Should().NotContain(["Commands", "Queries", "Handlers", "Validators", "Interfaces", "Dtos", "Models", "Services"]);
    }

    /// <summary>Where each type of the layer is declared, by its name.</summary>
    private static Dictionary<string, string> DeclaringFiles() => House.Files("Application")
        .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(match => (Name: match.Groups["name"].Value, File: file)))
        .GroupBy(found => found.Name, StringComparer.Ordinal)
        .ToDictionary(found => found.Key, found => found.First().File, StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*(?:public|internal|private)?\s*(?:static|sealed|abstract|partial|readonly|\s)*(?:class|record struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Declaration();

    [GeneratedRegex("(Command|Query|Request)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SuffixOfKind();
}
