using OptiId.Errors.V1;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter;

/// <summary>What an administrator types of a product instance, and what is wrong with it, field by field; groups has the last word.</summary>
public sealed class InstanceForm
{
    private const int MaximumLength = 100, MaximumRoles = 100;

    /// <summary>CMS, Experimentation, …</summary>
    public string Product { get; set; } = "";

    /// <summary>How administrators tell it from others of the product.</summary>
    public string Name { get; set; } = "";

    /// <summary>Production, Test, …; empty: none is said.</summary>
    public string Environment { get; set; } = "";

    /// <summary>A role each line.</summary>
    public string RoleLines { get; set; } = "";

    /// <summary>What is wrong with the product; null: nothing.</summary>
    public string? ProductProblem { get; private set; }

    /// <summary>What is wrong with the name; null: nothing.</summary>
    public string? NameProblem { get; private set; }

    /// <summary>What is wrong with the environment; null: nothing.</summary>
    public string? EnvironmentProblem { get; private set; }

    /// <summary>What is wrong with the roles; null: nothing.</summary>
    public string? RolesProblem { get; private set; }

    /// <summary>The roles that were typed.</summary>
    public IReadOnlyList<string> Roles => RoleLines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Shows an instance as it is.</summary>
    public void Show(Instance instance)
    {
        (Product, Name, Environment, RoleLines) = (instance.Product, instance.Name, instance.Environment, string.Join('\n', instance.Roles));
        (ProductProblem, NameProblem, EnvironmentProblem, RolesProblem) = (null, null, null, null);
    }

    /// <summary>Looks at all fields.</summary>
    /// <returns>Whether nothing is wrong.</returns>
    public bool Check()
    {
        (Product, Name, Environment) = (Product.Trim(), Name.Trim(), Environment.Trim());
        ProductProblem = ProblemOf(Product, "Type the product: CMS, Experimentation, …");
        NameProblem = ProblemOf(Name, "Type a name.");
        EnvironmentProblem = Environment.Length == 0 ? null : ProblemOf(Environment, "");
        RolesProblem = ProblemOfRoles(Roles);
        return (ProductProblem ?? NameProblem ?? EnvironmentProblem ?? RolesProblem) is null;
    }

    /// <summary>Takes a service's refusal to the field that it is about.</summary>
    /// <returns>What is left to be told beside the form; null: the field tells it.</returns>
    internal Refusal? Take(Refusal? refusal)
    {
        switch (refusal)
        {
            case { Field: "product" }:
                ProductProblem = refusal.Sentence;
                return null;
            case { Field: "name" }:
                NameProblem = refusal.Sentence;
                return null;
            case { Field: "environment" }:
                EnvironmentProblem = refusal.Sentence;
                return null;
            case { Field: "roles" } or { Reason: Reason.RoleGranted }:
                RolesProblem = refusal.Sentence;
                return null;
            default:
                return refusal;
        }
    }

    private static string? ProblemOfRoles(IReadOnlyList<string> roles) => roles.Count switch
    {
        0 => "Type at least one role, a line each.",
        > MaximumRoles => $"There are at most {MaximumRoles} roles.",
        _ when roles.Distinct(StringComparer.Ordinal).Count() != roles.Count =>
            $"{roles.GroupBy(role => role, StringComparer.Ordinal).First(same => same.Count() > 1).Key} is there twice.",
        _ => roles.Select(role => ProblemOf(role, "")).FirstOrDefault(problem => problem is not null),
    };

    private static string? ProblemOf(string text, string whenEmpty) => text switch
    {
        "" => whenEmpty,
        { Length: > MaximumLength } => $"At most {MaximumLength} characters.",
        _ when text.Contains('/', StringComparison.Ordinal) => "No slash, please.",
        _ when text.Any(char.IsControl) => "It holds an invisible control character, perhaps from where it was copied; type it anew.",
        _ => null,
    };
}
