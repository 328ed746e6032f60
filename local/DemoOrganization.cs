using Grpc.Core;
using Grpc.Net.Client;
using OptiId.Admin.V1;
using OptiId.Common.V1;
using OptiId.Groups.V1;
using OptiId.Identity.V1;
using OptiId.LocalRunFile;
using OptiId.Tokens.V1;

namespace OptiId.Local;

/// <summary>What the local run shows at its start.</summary>
/// <param name="ScimToken">The secret of the token that was issued; null where none was.</param>
/// <param name="AdministratorLink">Signs the demo's administrator in, once; null where that user is no administrator any more.</param>
/// <param name="SupportLink">Signs Support in, once.</param>
internal sealed record DemoAccess(string? ScimToken, string? AdministratorLink, string SupportLink);

/// <summary>The organization that the local run begins with: in SCIM mode, with a token to paste into Okta or the simulator, and an administrator.</summary>
internal sealed class DemoOrganization(LocalRun run, LocalOptions options, CancellationToken cancellation) : IDisposable
{
    /// <summary>The demo's administrator, a collaborator.</summary>
    public const string Administrator = "admin@example.com";

    private const string TokenLabel = "Local run";
    private const string Administrators = "displayName eq \"Admin Center Administrators\"";

    private readonly Metadata headers = new() { { "optiid-caller-secret", run.CallerSecret } };
    private readonly GrpcChannel identity = GrpcChannel.ForAddress(run.Identity);
    private readonly GrpcChannel groups = GrpcChannel.ForAddress(run.Groups);
    private readonly GrpcChannel tokens = GrpcChannel.ForAddress(run.Tokens);
    private readonly GrpcChannel admin = GrpcChannel.ForAddress(run.Admin);

    /// <summary>Creates what isn't there.</summary>
    public static async Task<DemoAccess> EnsureAsync(LocalRun run, LocalOptions options, CancellationToken cancellation)
    {
        using var demo = new DemoOrganization(run, options, cancellation);
        return await demo.EnsureAsync();
    }

    public void Dispose()
    {
        foreach (var channel in new[] { identity, groups, tokens, admin })
        {
            channel.Dispose();
        }
    }

    private async Task<DemoAccess> EnsureAsync()
    {
        var organizations = new OrganizationsService.OrganizationsServiceClient(identity);
        var listed = await organizations.ListOrganizationsAsync(new(), headers, cancellationToken: cancellation);
        var organization = listed.Organizations.FirstOrDefault(organization => organization.Name == options.Organization);
        var isNew = organization is null;
        organization ??= (await organizations.CreateOrganizationAsync(
            new() { Name = options.Organization, Mode = ProvisioningMode.Scim, Cause = NewCause() }, headers, cancellationToken: cancellation)).Organization;
        if (isNew)
        {
            await AddAdministratorAsync(organization.Id);
        }

        return new(
            isNew || options.NewToken ? await IssueTokenAsync(organization.Id) : null,
            await LinkOfAdministratorAsync(organization.Id),
            await LinkAsync(new() { Name = "Support (local run)" }));
    }

    private async Task AddAdministratorAsync(string organizationId)
    {
        var created = await new UsersService.UsersServiceClient(identity).CreateCollaboratorAsync(
            new() { OrganizationId = organizationId, UserName = Administrator, GivenName = "Ada", FamilyName = "Administrator", Cause = NewCause() },
            headers,
            cancellationToken: cancellation);
        var client = new GroupsService.GroupsServiceClient(groups);
        var members = new MemberChange.Types.Ids { UserIds = { created.User.Id } };
        await client.ChangeGroupAsync(
            new()
            {
                OrganizationId = organizationId,
                GroupId = await FindAdministratorsAsync(client, organizationId),
                Manager = Manager.Administrator,
                MemberChanges = { new MemberChange { Add = members } },
                Cause = NewCause(),
            },
            headers,
            cancellationToken: cancellation);
    }

    // The reserved groups come a moment after their organization.
    private async Task<string> FindAdministratorsAsync(GroupsService.GroupsServiceClient client, string organizationId)
    {
        while (true)
        {
            var found = await client.ListGroupsAsync(
                new() { OrganizationId = organizationId, Filter = Administrators, Count = 1, IncludeSystem = true }, headers, cancellationToken: cancellation);
            if (found.Groups.Count > 0)
            {
                return found.Groups[0].Id;
            }

            await Task.Delay(50, cancellation);
        }
    }

    private async Task<string?> LinkOfAdministratorAsync(string organizationId)
    {
        var found = await new UsersService.UsersServiceClient(identity).ListUsersAsync(
            new() { OrganizationId = organizationId, Filter = $"userName eq \"{Administrator}\"", Count = 1 }, headers, cancellationToken: cancellation);
        if (found.Users.Count == 0)
        {
            return null;
        }

        var check = new CheckAdministratorRequest { OrganizationId = organizationId, UserId = found.Users[0].Id };
        var answer = await new GroupsService.GroupsServiceClient(groups).CheckAdministratorAsync(check, headers, cancellationToken: cancellation);
        return answer.Administrator ? await LinkAsync(new() { OrganizationId = organizationId, UserId = check.UserId, Name = "Ada Administrator" }) : null;
    }

    private async Task<string> LinkAsync(CreateSignInLinkRequest request) =>
        (await new SignInLinksService.SignInLinksServiceClient(admin).CreateSignInLinkAsync(request, headers, cancellationToken: cancellation)).Url;

    private async Task<string> IssueTokenAsync(string organizationId)
    {
        var issued = await new TokensService.TokensServiceClient(tokens).IssueTokenAsync(
            new() { OrganizationId = organizationId, Label = TokenLabel, Cause = NewCause() }, headers, cancellationToken: cancellation);
        if (options.TokenFile is { } file)
        {
            WriteSecret(file, issued.Secret);
        }

        return issued.Secret;
    }

    private static Cause NewCause() => new() { RequestId = Guid.NewGuid().ToString("N"), Actor = "support:local run" };

    private static void WriteSecret(FileInfo file, string secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file.FullName, options);
        writer.WriteLine(secret);
    }
}
