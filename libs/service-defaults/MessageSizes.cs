namespace OptiId.ServiceDefaults;

/// <summary>How large a message between services may be.</summary>
public static class MessageSizes
{
    /// <summary>16 MiB: a PUT of a group's whole member list (a SCIM body of 10 MiB) fits.</summary>
    public const int Maximum = 16 * 1024 * 1024;
}
