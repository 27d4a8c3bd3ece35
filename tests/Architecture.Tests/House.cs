using System.Reflection;
using System.Runtime.CompilerServices;
using Mono.Cecil;
using RealTimeForum.Application.Pipeline;
using RealTimeForum.Domain.Common;
using RealTimeForum.Infrastructure;

namespace RealTimeForum.Architecture.Tests;

/// <summary>The four layers, as compiled code, as instructions and as files.</summary>
internal static class House
{
    public static readonly Assembly Domain = typeof(Error).Assembly;
    public static readonly Assembly Application = typeof(ICreate).Assembly;
    public static readonly Assembly Infrastructure = typeof(ForumOptions).Assembly;
    public static readonly Assembly WebApi = typeof(Program).Assembly;

    public static readonly IReadOnlyList<Assembly> Layers = [Domain, Application, Infrastructure, WebApi];

    public static readonly string Root = FindRoot();

    /// <summary>The source files of a folder under <c>src</c>, without what the compiler made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern = "*.cs") =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"));

    /// <summary>Types somebody wrote: without closures, state machines and generated code.</summary>
    public static IEnumerable<Type> WrittenTypes(this Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<', StringComparison.Ordinal));

    /// <summary>Chats in <c>RealTimeForum.Application.Chats</c>; null for a type that stands above all features.</summary>
    public static string? FeatureOf(Type type) => type.Namespace?.Split('.') is { Length: > 2 } parts ? parts[2] : null;

    public static bool Implements(this Type type, Type contract) =>
        type.GetInterfaces().Any(found => found == contract || (found.IsGenericType && found.GetGenericTypeDefinition() == contract));

    /// <summary>Which written types call one of these methods, such as <c>System.DateTime::get_Now</c>.</summary>
    public static IEnumerable<string> CallersOf(Func<MethodReference, bool> isMeant)
    {
        foreach (var assembly in Layers)
        {
            using var module = ModuleDefinition.ReadModule(assembly.Location);
            foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
            {
                if (method.Body.Instructions.Any(instruction => instruction.Operand is MethodReference called && isMeant(called)))
                    yield return Outermost(method.DeclaringType).Name;
            }
        }
    }

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RealTimeForum.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the tests from a clone: RealTimeForum.sln is in no folder above them.");
    }
}
