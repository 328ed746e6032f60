using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using OptiId.Admin.V1;
using OptiId.AdminCenter.Storage;
using OptiId.Errors.V1;
using OptiId.ServiceDefaults;

namespace OptiId.AdminCenter;

/// <summary>Serves one-time sign-in links (admin/v1/sign_in_links.proto).</summary>
internal sealed class SignInLinksRpc(SignInLinkStore links, IOptions<AdminCenterOptions> options, TimeProvider time)
    : SignInLinksService.SignInLinksServiceBase
{
    public override async Task<CreateSignInLinkResponse> CreateSignInLink(CreateSignInLinkRequest request, ServerCallContext context)
    {
        if (!options.Value.SignInLinks)
        {
            throw new RefusedException(Reason.SignInRefused, "One-time links are off (AdminCenter:SignInLinks). Sign in by the identity provider.");
        }

        if (request.Name.Length == 0 || (request.OrganizationId.Length == 0) != (request.UserId.Length == 0))
        {
            throw new RefusedException(Reason.InvalidValue, "A link needs a name, and an administrator's organization and user, or neither of both.");
        }

        AdminCaller caller = request.UserId.Length > 0
            ? new(CallerKind.Administrator, request.UserId, request.OrganizationId, request.Name)
            : new(CallerKind.Support, request.Name, "", request.Name);
        var lifetime = TimeSpan.FromMinutes(options.Value.SignInLinkMinutes);
        var code = await links.AddAsync(caller, lifetime);
        return new() { Url = $"{options.Value.PublicBaseUrl.TrimEnd('/')}/sign-in/link/{code}", Expires = (time.GetUtcNow() + lifetime).ToTimestamp() };
    }
}
