using System.Text.Json.Serialization;

namespace OptiId.AdminCenter.Api;

/// <summary>How an organization's users come.</summary>
[JsonConverter(typeof(EnumWords<Mode>))]
internal enum Mode
{
    Jit,
    Scim,
}

/// <summary>A customer.</summary>
internal sealed record Organization
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary><c>scim</c>: the identity provider pushes users; <c>jit</c>: they come as they sign in.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Whether only userName, the names and externalId are stored.</summary>
    public required bool SyncedAttributesOnly { get; init; }

    /// <summary>How many active users it has.</summary>
    public required ulong ActiveUsers { get; init; }

    /// <summary>Since when it is here.</summary>
    public required DateTimeOffset Created { get; init; }

    public static Organization Of(Identity.V1.Organization organization) => new()
    {
        Id = organization.Id,
        Name = organization.Name,
        Mode = Words.Of<Mode>(organization.Mode) ?? Mode.Jit,
        SyncedAttributesOnly = organization.SyncedAttributesOnly,
        ActiveUsers = organization.UserCount,
        Created = organization.Created.ToDateTimeOffset(),
    };

    /// <summary>The services' word for a mode.</summary>
    public static Identity.V1.ProvisioningMode ModeOf(Mode? mode) => mode switch
    {
        Api.Mode.Scim => Identity.V1.ProvisioningMode.Scim,
        Api.Mode.Jit => Identity.V1.ProvisioningMode.Jit,
        _ => Identity.V1.ProvisioningMode.Unspecified,
    };
}

/// <summary>Organizations by name.</summary>
/// <param name="Organizations">At most 1,000.</param>
internal sealed record OrganizationList(IReadOnlyList<Organization> Organizations);
