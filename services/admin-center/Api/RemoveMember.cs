using Microsoft.AspNetCore.Http.HttpResults;
using OptiId.Groups.V1;

namespace OptiId.AdminCenter.Api;

internal static class RemoveMember
{
    /// <summary>Remove a member from a local group</summary>
    /// <remarks>Removing an absent one succeeds and changes nothing.</remarks>
    public static async Task<NoContent> HandleAsync(string organization, string id, string userId, ApiCall api)
    {
        var answer = await api.ChangeAsync("Remove a member from a group", cause => api.Backends.Groups.ChangeGroupAsync(new()
        {
            OrganizationId = organization,
            GroupId = id,
            Manager = Manager.Administrator,
            MemberChanges = { new MemberChange { Remove = new() { UserIds = { userId } } } },
            Cause = cause,
        }));
        api.TellPosition(answer.Position);
        return TypedResults.NoContent();
    }
}
