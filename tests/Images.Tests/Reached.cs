using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OptiId.Images.Tests;

/// <summary>Which assemblies a program reaches: by what it refers to, by what that refers to, and so on. A facade passes types on; only those that somebody asks it for count.</summary>
internal sealed class Reached
{
    private readonly Dictionary<string, Assembly> assemblies;
    private readonly HashSet<string> reached = [];
    private readonly Queue<string> toVisit = [];

    private Reached(IEnumerable<string> files) =>
        assemblies = files.Select(Assembly.Read).OfType<Assembly>().DistinctBy(assembly => assembly.Name).ToDictionary(assembly => assembly.Name);

    /// <summary>The names of all that is reached.</summary>
    /// <param name="program">The program's assemblies, all of which count.</param>
    /// <param name="framework">The assemblies of .NET.</param>
    public static IReadOnlySet<string> From(IReadOnlyList<string> program, IEnumerable<string> framework)
    {
        var search = new Reached([.. program, .. framework]);
        foreach (var file in program)
        {
            search.Reach(Path.GetFileNameWithoutExtension(file));
        }

        while (search.toVisit.TryDequeue(out var name))
        {
            if (search.assemblies.TryGetValue(name, out var assembly))
            {
                foreach (var (type, from) in assembly.References)
                {
                    search.Follow(type, from);
                }
            }
        }

        return search.reached;
    }

    private void Reach(string name)
    {
        if (reached.Add(name))
        {
            toVisit.Enqueue(name);
        }
    }

    private void Follow(string type, string from)
    {
        Reach(from);
        if (assemblies.TryGetValue(from, out var assembly) && assembly.PassedOn.TryGetValue(type, out var next))
        {
            Follow(type, next);
        }
    }

    private sealed record Assembly(string Name, IReadOnlyList<(string Type, string From)> References, IReadOnlyDictionary<string, string> PassedOn)
    {
        public static Assembly? Read(string file)
        {
            using var image = new PEReader(File.OpenRead(file));
            if (!image.HasMetadata)
            {
                return null;
            }

            var reader = image.GetMetadataReader();
            var references = reader.TypeReferences.Select(reader.GetTypeReference)
                .Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference)
                .Select(type => (NameOf(type.Namespace, type.Name), AssemblyOf(type.ResolutionScope)))
                .ToArray();
            var passedOn = reader.ExportedTypes.Select(reader.GetExportedType)
                .Where(type => type.IsForwarder && type.Implementation.Kind == HandleKind.AssemblyReference)
                .ToDictionary(type => NameOf(type.Namespace, type.Name), type => AssemblyOf(type.Implementation));
            return new(reader.GetString(reader.GetAssemblyDefinition().Name), references, passedOn);

            string NameOf(StringHandle space, StringHandle name) => $"{reader.GetString(space)}.{reader.GetString(name)}";

            string AssemblyOf(EntityHandle handle) => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)handle).Name);
        }
    }
}
