using System.CommandLine;
using System.Text.Json;
using OptiId.Admin.V1;

namespace OptiId.Cli;

internal static class SignInCommand
{
    public static OperatorCommand Build()
    {
        var support = new Option<string?>("--support") { HelpName = "name", Description = "As Support, by the name that the audit log says. Default: whoever sits here." };
        var administrator = new Option<string?>("--administrator") { HelpName = "user", Description = "As this administrator of the organization, by userName or id." };
        var command = new OperatorCommand(
            "sign-in",
            "Makes a one-time link into the Admin Center, where such links are on (the local run).",
            "optiid sign-in --administrator ada@example.com",
            async run =>
            {
                var answer = await run.SignInLinks.CreateSignInLinkAsync(await RequestAsync(run, run.Get(administrator), run.Get(support)), run.Call);
                run.Output.Write(answer, () =>
                {
                    run.Output.Line(answer.Url);
                    run.Output.Line($"It works once, until {Output.Format(answer.Expires)}.");
                });
            })
        { support, administrator };
        command.Validators.Add(result =>
        {
            if (result.GetResult(support) is not null && result.GetResult(administrator) is not null)
            {
                result.AddError("Say one of --support and --administrator.");
            }
        });
        return command;
    }

    private static async Task<CreateSignInLinkRequest> RequestAsync(CommandRun run, string? administrator, string? support)
    {
        if (administrator is null)
        {
            return new() { Name = support ?? Environment.UserName };
        }

        var organizationId = await run.OrganizationIdAsync();
        var user = await run.UserAsync(organizationId, administrator);
        return new() { OrganizationId = organizationId, UserId = user.Id, Name = NameOf(user) };
    }

    private static string NameOf(Identity.V1.User user)
    {
        if (user.Document.IsEmpty)
        {
            return user.UserName;
        }

        using var document = JsonDocument.Parse(user.Document.Memory);
        var name = document.RootElement.TryGetProperty("name", out var found) ? found : default;
        string[] parts = [Part(name, "givenName"), Part(name, "familyName")];
        return string.Join(' ', parts.Where(part => part.Length > 0)) is { Length: > 0 } whole ? whole : user.UserName;
    }

    private static string Part(JsonElement name, string part) =>
        name.ValueKind == JsonValueKind.Object && name.TryGetProperty(part, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
