using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OptiId.Events;

namespace OptiId.Deployment.Tests;

/// <summary>An RPC that a service calls.</summary>
/// <param name="Callee">The app id of who serves it.</param>
/// <param name="Path">Its path, <c>/package.Service/Method</c>.</param>
internal sealed record Call(string Callee, string Path);

/// <summary>
/// What a service really does to others, found in its compiled code and its container, so that no list has to be kept: which RPCs it calls,
/// whose logs it follows, whether it publishes its own or hears of others' by the bus.
/// </summary>
/// <param name="AppId">Its app id, which is its Deployment's name.</param>
/// <param name="Calls">The RPCs that its code calls.</param>
/// <param name="Follows">Whose logs it follows.</param>
/// <param name="Publishes">Whether it announces its log on the bus.</param>
/// <param name="Subscribes">Whether it hears announcements of those that it follows.</param>
internal sealed record ServiceUse(string AppId, IReadOnlySet<Call> Calls, IReadOnlyList<string> Follows, bool Publishes, bool Subscribes)
{
    private static readonly Lazy<IReadOnlyList<ServiceUse>> Found = new(() =>
    [
        Of("access", Access.Program.Build, typeof(Access.Program)),
        Of("admin-center", AdminCenter.Program.Build, typeof(AdminCenter.Program)),
        Of("groups", Groups.Program.Build, typeof(Groups.Program)),
        Of("identity", Identity.Program.Build, typeof(Identity.Program)),
        Of("scim-gateway", ScimGateway.Program.Build, typeof(ScimGateway.Program)),
        Of("tokens", Tokens.Program.Build, typeof(Tokens.Program)),
    ]);

    /// <summary>All six.</summary>
    public static IReadOnlyList<ServiceUse> All => Found.Value;

    /// <summary>Whether it uses the bus.</summary>
    public bool UsesBus => Publishes || Subscribes;

    /// <summary>Who is called, by app id.</summary>
    public IReadOnlySet<string> Callees => Calls.Select(call => call.Callee).ToHashSet();

    /// <summary>Of each RPC of the protos, its path and its service's package.</summary>
    public static IReadOnlyDictionary<string, string> PackageOfRpc { get; } =
        (from type in typeof(Events.V1.EventsReflection).Assembly.GetTypes()
         where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
         let file = (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!
         from service in file.Services
         from method in service.Methods
         select (Path: $"/{service.FullName}/{method.Name}", file.Package)).ToDictionary(rpc => rpc.Path, rpc => rpc.Package);

    private static ServiceUse Of(string appId, Func<string[], Action<WebApplicationBuilder>?, WebApplication> build, Type program)
    {
        var own = MembersOf(program.Assembly.Location);
        var follows = FollowedBy(build);
        var called = PathsIn(own).Concat(follows.Count > 0 ? PathsIn(MembersOf(typeof(ChangeFollower).Assembly.Location)) : []).ToHashSet();
        var calls = called.SelectMany(path => CalleesOf(path, follows).Select(callee => new Call(callee, path)));
        return new(appId, calls.ToHashSet(), follows, HasCall(own, nameof(EventSources.AddEventSource)), HasCall(own, nameof(EventSources.AddEventConsumer)));
    }

    // Every log is served under the same name; everything else by the service whose package it is.
    private static IEnumerable<string> CalleesOf(string path, IReadOnlyList<string> follows) => PackageOfRpc[path].Split('.')[1] switch
    {
        "events" => follows,
        "gateway" => ["scim-gateway"],
        "admin" => ["admin-center"],
        var service => [service],
    };

    private static List<string> FollowedBy(Func<string[], Action<WebApplicationBuilder>?, WebApplication> build)
    {
        // Nothing is started and nobody is there: it is only asked what it is made of.
        Dictionary<string, string?> settings = new() { ["Store:Connection"] = "127.0.0.1:1", ["Events:Dapr"] = "bus" };
        foreach (var service in new[] { "access", "gateway", "groups", "identity", "tokens" })
        {
            settings[$"Services:{service}"] = "http://127.0.0.1:1";
        }

        var app = build([], builder => builder.Configuration.AddInMemoryCollection(settings));
        using (app as IDisposable)
        {
            return [.. app.Services.GetServices<ChangeFollower>().Select(follower => follower.Source)];
        }
    }

    private static IEnumerable<string> PathsIn(IEnumerable<Member> members) =>
        from member in members
        where member.Type.EndsWith("Client", StringComparison.Ordinal) && member.Namespace.StartsWith("OptiId.", StringComparison.Ordinal)
        let service = $"{member.Namespace.ToLowerInvariant()}.{member.Type[..^"Client".Length]}"
        let method = member.Name.EndsWith("Async", StringComparison.Ordinal) ? member.Name[..^"Async".Length] : member.Name
        let path = $"/{service}/{method}"
        where PackageOfRpc.ContainsKey(path)
        select path;

    private static bool HasCall(IEnumerable<Member> members, string method) =>
        members.Any(member => member.Type == nameof(EventSources) && member.Name == method);

    /// <summary>Which members of other assemblies an assembly's code names.</summary>
    private static IReadOnlyList<Member> MembersOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               let type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
               select new Member(NamespaceOf(metadata, type), metadata.GetString(type.Name), metadata.GetString(member.Name)),
        ];
    }

    // A client is nested in its service's class, which has the namespace.
    private static string NamespaceOf(MetadataReader metadata, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.TypeReference
            ? NamespaceOf(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))
            : metadata.GetString(type.Namespace);

    private sealed record Member(string Namespace, string Type, string Name);
}
