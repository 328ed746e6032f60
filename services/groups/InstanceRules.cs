using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.Groups;

/// <summary>What a product instance may be called: pure.</summary>
internal static class InstanceRules
{
    /// <summary>The field that a refusal of roles names.</summary>
    public const string Roles = "roles";

    private const int MaximumNameLength = 100;
    private const int MaximumRoles = 100;

    /// <summary>Checks what an administrator typed.</summary>
    /// <exception cref="RefusedException">INVALID_VALUE.</exception>
    public static void Check(string product, string name, string environment, IReadOnlyCollection<string> roles)
    {
        CheckName("product", "product", product);
        CheckName("name", "name", name);
        if (environment.Length > 0)
        {
            CheckName("environment", "environment", environment);
        }

        foreach (var role in roles)
        {
            CheckName(Roles, "role", role);
        }

        if (roles.Count is 0 or > MaximumRoles || roles.Distinct(StringComparer.Ordinal).Count() != roles.Count)
        {
            throw RefusedException.OfField(Roles, Reason.InvalidValue, $"A product instance declares 1 to {MaximumRoles} different roles.");
        }
    }

    private static void CheckName(string field, string what, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaximumNameLength || text.Any(c => char.IsControl(c) || c == '/'))
        {
            throw RefusedException.OfField(field, Reason.InvalidValue, $"The {what} must have 1 to {MaximumNameLength} characters, no control characters and no slash.");
        }
    }
}
