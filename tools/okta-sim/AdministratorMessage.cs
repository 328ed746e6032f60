using OptiId.OktaSim.Http;

namespace OptiId.OktaSim;

/// <summary>What Okta would show its administrator about an answer: in Okta's words where they are known (okta.md 1, 4.1, 4.5, 5.2).</summary>
internal static class AdministratorMessage
{
    private const int MaximumToken = 40;

    public static string For(OktaAnswer answer)
    {
        if (answer is { Status: 201, Request.Operation: "create user", Json: null })
        {
            return "Okta would show: Create new user returned empty user";
        }

        if (answer.Text.Length > 0 && answer.Json is null)
        {
            var token = answer.Text.TrimStart().Split([' ', '\r', '\n', '<'], 2)[0];
            return $"Okta would show: Invalid JSON: Unrecognized token '{(token.Length > MaximumToken ? token[..MaximumToken] : token)}'";
        }

        if (answer.Status < 400)
        {
            return "Okta would show nothing: to it this is a success";
        }

        var reason = $"{Reason(answer.Status)}: {answer["detail"] ?? "(no detail)"}";
        return "Okta would show: " + answer.Request.Operation switch
        {
            "create user" => $"Error while creating user {answer.Request.Body.Text("userName")}: {reason}",
            "create group" => $"Error while creating user group {answer.Request.Body.Text("displayName")}: {reason}",
            "replace user" or "patch user" or "get user" => $"Error while trying to push profile update: {reason}",
            "replace group" or "patch group" or "get group" => $"the pushed group in state Error, and no further member of it sent: {reason}",
            "delete group" => $"the pushed group in state Error, still there in the app: {reason}",
            _ => $"Error authenticating, or: the import failed: {reason}",
        };
    }

    private static string Reason(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        _ => $"HTTP {status}",
    };
}
