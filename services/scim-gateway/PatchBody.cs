using System.Text.Json.Nodes;
using OptiId.Scim;

namespace OptiId.ScimGateway;

/// <summary>Reads a PATCH's operations.</summary>
internal static class PatchBody
{
    /// <summary>The operations, each with a path.</summary>
    /// <exception cref="ScimErrorException">413: more operations than one request may have.</exception>
    /// <exception cref="ScimRefusedException">What else is wrong with them.</exception>
    public static IReadOnlyList<PatchOperation> Read(JsonObject body, ResourceTypeDefinition type, int maximum)
    {
        try
        {
            return PatchRequest.Parse(body, type, maximum);
        }
        catch (ScimRefusedException e) when (e.Type == ScimType.TooMany)
        {
            throw ScimErrors.TooLarge(e.Message);
        }
    }
}
