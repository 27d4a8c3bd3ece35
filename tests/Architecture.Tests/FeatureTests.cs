using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using RealTimeForum.Domain.Common;

namespace RealTimeForum.Architecture.Tests;

/// <summary>Features live beside each other: they meet in the domain and in what they show, never in each other's insides.</summary>
public sealed partial class FeatureTests
{
    /// <summary>Everybody's: not features.</summary>
    private static readonly string[] Shared = ["Common", "Pipeline", "Ports"];

    private static readonly string[] Names =
        [.. House.Application.WrittenTypes().Select(House.FeatureOf).OfType<string>().Except(Shared, StringComparer.Ordinal).Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> Features => [.. Names];

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_uses_of_others_only_what_they_show(string feature)
    {
        var insidesOfOthers = House.Application.WrittenTypes()
            .Where(type => House.FeatureOf(type) is { } other && other != feature && !Shared.Contains(other, StringComparer.Ordinal) && !IsShown(type))
            .Select(type => type.FullName!).ToArray();
        var result = Types.InAssembly(House.Application).That().ResideInNamespace($"RealTimeForum.Application.{feature}")
            .ShouldNot().HaveDependencyOnAny(insidesOfOthers).GetResult();
        (result.FailingTypeNames ?? []).Should().BeEmpty();
    }

    [Fact]
    public void What_is_shared_knows_no_feature()
    {
        var features = Names.Select(name => $"RealTimeForum.Application.{name}").ToArray();
        var result = Types.InAssembly(House.Application).That().ResideInNamespace("RealTimeForum.Application.Pipeline").Or().ResideInNamespace("RealTimeForum.Application.Ports")
            .ShouldNot().HaveDependencyOnAny(features).GetResult();
        (result.FailingTypeNames ?? []).Should().BeEmpty();
    }

    [Fact]
    public void Aggregates_point_at_each_other_by_id() =>
        House.Domain.WrittenTypes()
            .Where(type => type.IsAssignableTo(typeof(IAggregateRoot)))
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), (type, field) => (Type: type, Field: field))
            .Where(held => Mentions(held.Field.FieldType, typeof(IAggregateRoot)))
            .Select(held => $"{held.Type.Name} holds {held.Field.Name}")
            .Should().BeEmpty();

    [Fact]
    public void Nothing_in_the_domain_can_be_set_from_outside() =>
        House.Domain.WrittenTypes()
            .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(property => property.SetMethod is { IsPublic: true } setter && !IsInit(setter))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
            .Should().BeEmpty();

    [Fact]
    public void Codes_of_refusals_have_one_form_and_stand_in_the_domain()
    {
        var codes = House.Domain.WrittenTypes().SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Where(field => field.FieldType == typeof(Error)).Select(field => ((Error)field.GetValue(null)!).Code).ToList();
        codes.Should().NotBeEmpty().And.OnlyContain(code => CodeForm().IsMatch(code));
    }

    /// <summary>Views, what makes them, and named conditions; and how a person and a chat are shown as parts of them.</summary>
    private static bool IsShown(Type type) => type.DeclaringType is null
        && (Array.Exists(["View", "Views", "Specifications"], suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal)) || type.Name is "UserRef" or "MyChat");

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit");

    private static bool Mentions(Type type, Type wanted) => type.IsAssignableTo(wanted) || type.GenericTypeArguments.Any(argument => Mentions(argument, wanted));

    [GeneratedRegex(@"^[a-z]+\.[a-z_]+$", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex CodeForm();
}
