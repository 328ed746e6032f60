using System.Reflection;
using Xunit;

namespace OptiId.Conformance.Tests;

/// <summary>What a test says that it shows.</summary>
/// <param name="Folder">The folder of its file, of the project's.</param>
/// <param name="Class">The class, which is the file's name too.</param>
/// <param name="Method">The test.</param>
/// <param name="Requirements">The sentences.</param>
/// <param name="Divergences">The divergences.</param>
/// <param name="IsTest">Whether xunit runs it.</param>
internal sealed record Claim(
    string Folder, string Class, string Method, IReadOnlyList<string> Requirements, IReadOnlyList<string> Divergences, bool IsTest)
{
    /// <summary>The claims of all tests in this assembly.</summary>
    public static IReadOnlyList<Claim> ReadAll() =>
    [
        .. from type in typeof(Claim).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let requirements = method.GetCustomAttribute<RequirementAttribute>()?.Ids ?? []
           let divergences = method.GetCustomAttribute<DivergenceAttribute>()?.Keys ?? []
           where requirements.Count + divergences.Count > 0
           orderby type.Name, method.Name
           select new Claim(
               type.Namespace!.Split('.')[^1], type.Name, method.Name, requirements, divergences,
               method.GetCustomAttribute<FactAttribute>() is { Skip: null }),
    ];
}
