using OptiId.Groups.V1;

namespace OptiId.AdminCenter;

/// <summary>What product instances are called.</summary>
internal static class InstanceNames
{
    /// <summary>"Website (CMS, Production)".</summary>
    public static string Display(Instance instance) =>
        $"{instance.Name} ({string.Join(", ", new[] { instance.Product, instance.Environment }.Where(part => part.Length > 0))})";
}
