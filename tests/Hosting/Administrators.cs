namespace OptiId.Hosting;

/// <summary>Administrators in tests.</summary>
public static class Administrators
{
    /// <summary>A new collaborator who is a member of Admin Center Administrators.</summary>
    /// <returns>The user's id.</returns>
    public static async Task<string> NewAdministratorAsync(this Tenant tenant, string? userName = null)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var userId = (await tenant.NewCollaboratorAsync(userName)).Id;
        await tenant.MakeAdministratorAsync(userId);
        return userId;
    }

    /// <summary>Puts a user into Admin Center Administrators.</summary>
    public static async Task MakeAdministratorAsync(this Tenant tenant, string userId)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var (_, administrators) = await tenant.SystemGroupsAsync();
        await tenant.ChangeGroupAsync(
            administrators.Id,
            change => change.MemberChanges.Add(new Groups.V1.MemberChange { Add = new() { UserIds = { userId } } }),
            Groups.V1.Manager.Administrator);
    }

    /// <summary>Takes a user out of Admin Center Administrators.</summary>
    public static async Task EndAdministratorAsync(this Tenant tenant, string userId)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var (_, administrators) = await tenant.SystemGroupsAsync();
        await tenant.ChangeGroupAsync(
            administrators.Id,
            change => change.MemberChanges.Add(new Groups.V1.MemberChange { Remove = new() { UserIds = { userId } } }),
            Groups.V1.Manager.Administrator);
    }
}
