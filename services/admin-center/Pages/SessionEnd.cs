using Microsoft.AspNetCore.Components;

namespace OptiId.AdminCenter.Pages;

/// <summary>Where an open page goes when its session has ended.</summary>
internal static class SessionEnd
{
    /// <summary>To the sign-in, which leads back to this page: the place isn't lost.</summary>
    public static void GoToSignIn(this NavigationManager navigation) => navigation.NavigateTo(AddressOf(navigation), forceLoad: true);

    // As SessionHandler does for a request; only a place here is ever gone back to (SignInRoutes).
    private static string AddressOf(NavigationManager navigation) => navigation.ToBaseRelativePath(navigation.Uri) is { Length: > 0 } place
        ? $"/sign-in?return={Uri.EscapeDataString($"/{place}")}"
        : "/sign-in";
}
