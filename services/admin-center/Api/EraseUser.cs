using Microsoft.AspNetCore.Http.HttpResults;

namespace OptiId.AdminCenter.Api;

internal static class EraseUser
{
    /// <summary>Erase every personal datum of a user</summary>
    /// <remarks>For good: this can't be undone.</remarks>
    public static async Task<NoContent> HandleAsync(string organization, string id, ApiCall api)
    {
        var answer = await api.ChangeAsync("Erase a user", cause => api.Backends.Users.EraseUserAsync(
            new() { OrganizationId = organization, UserId = id, Cause = cause }));
        api.TellPosition(answer.Position);
        return TypedResults.NoContent();
    }
}
