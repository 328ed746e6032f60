using Grpc.Core;
using Grpc.Net.Client;
using OptiId.Common.V1;
using OptiId.Identity.V1;
using OptiId.LocalRunFile;
using OptiId.Tokens.V1;

namespace OptiId.Local;

/// <summary>The organization that the local run begins with: in SCIM mode, with a token to paste into Okta or the simulator.</summary>
internal static class DemoOrganization
{
    private const string TokenLabel = "Local run";

    /// <summary>Creates it where it isn't there.</summary>
    /// <returns>The secret of the token that was issued; null where none was.</returns>
    public static async Task<string?> EnsureAsync(LocalRun run, LocalOptions options, CancellationToken cancellation)
    {
        var headers = new Metadata { { "optiid-caller-secret", run.CallerSecret } };
        var cause = new Cause { RequestId = Guid.NewGuid().ToString("N"), Actor = "support:local run" };
        using var identity = GrpcChannel.ForAddress(run.Identity);
        var organizations = new OrganizationsService.OrganizationsServiceClient(identity);
        var listed = await organizations.ListOrganizationsAsync(new(), headers, cancellationToken: cancellation);
        var organization = listed.Organizations.FirstOrDefault(organization => organization.Name == options.Organization);
        if (organization is not null && !options.NewToken)
        {
            return null;
        }

        organization ??= (await organizations.CreateOrganizationAsync(
            new() { Name = options.Organization, Mode = ProvisioningMode.Scim, Cause = cause }, headers, cancellationToken: cancellation)).Organization;

        using var tokens = GrpcChannel.ForAddress(run.Tokens);
        var issued = await new TokensService.TokensServiceClient(tokens).IssueTokenAsync(
            new() { OrganizationId = organization.Id, Label = TokenLabel, Cause = cause }, headers, cancellationToken: cancellation);
        if (options.TokenFile is { } file)
        {
            WriteSecret(file, issued.Secret);
        }

        return issued.Secret;
    }

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
