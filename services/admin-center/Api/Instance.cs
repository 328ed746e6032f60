namespace OptiId.AdminCenter.Api;

/// <summary>An installed product that people get access to.</summary>
internal sealed record Instance
{
    /// <summary>The id, never used for another.</summary>
    public required string Id { get; init; }

    /// <summary>Which product.</summary>
    /// <example>CMS</example>
    public required string Product { get; init; }

    /// <summary>What it is called.</summary>
    /// <example>Website</example>
    public required string Name { get; init; }

    /// <summary>Which environment.</summary>
    /// <example>Production</example>
    public string? Environment { get; init; }

    /// <summary>The roles that somebody can have in it.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Since when it is here.</summary>
    public required DateTimeOffset Created { get; init; }

    public static Instance Of(Groups.V1.Instance instance) => new()
    {
        Id = instance.Id,
        Product = instance.Product,
        Name = instance.Name,
        Environment = Words.Some(instance.Environment),
        Roles = instance.Roles,
        Created = instance.Created.ToDateTimeOffset(),
    };
}

/// <summary>An organization's product instances.</summary>
/// <param name="Instances">The instances.</param>
internal sealed record InstanceList(IReadOnlyList<Instance> Instances);

/// <summary>A product instance as it is to be.</summary>
internal sealed record InstanceEdit
{
    /// <summary>Which product.</summary>
    /// <example>CMS</example>
    public required string Product { get; init; }

    /// <summary>What it is called.</summary>
    /// <example>Website</example>
    public required string Name { get; init; }

    /// <summary>Which environment.</summary>
    /// <example>Production</example>
    public string Environment { get; set; } = "";

    /// <summary>The roles that somebody can have in it.</summary>
    public required IReadOnlyList<string> Roles { get; init; }
}
