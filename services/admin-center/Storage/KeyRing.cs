using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using OptiId.Store;

namespace OptiId.AdminCenter.Storage;

/// <summary>The keys that protect what browsers carry during a sign-in and in forms, shared by all replicas: <c>keys</c>, name → XML.</summary>
internal sealed class KeyRing(StoreSession session) : IXmlRepository
{
    private const int SharedPartition = 0;

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. session.Reads.HashValues(session.Keys.Of(SharedPartition, "keys")).Select(value => XElement.Parse((string)value!))];

    public void StoreElement(XElement element, string friendlyName) =>
        session.Reads.HashSet(session.Keys.Of(SharedPartition, "keys"), friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
