using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MudBlazor;
using OptiId.AdminCenter.SignIn;

namespace OptiId.AdminCenter.Tests;

/// <summary>A page or a part of one in the Admin Center's own container, as it is when somebody looks at it, without a browser: what it asks the services is asked.</summary>
internal sealed class ShownPage : IAsyncDisposable
{
    private readonly AsyncServiceScope scope;
    private readonly Parts parts;
    private readonly HtmlRenderer renderer;

    private ShownPage(AsyncServiceScope scope)
    {
        this.scope = scope;
        parts = new(scope.ServiceProvider);
        renderer = new(parts, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
    }

    /// <summary>Shows it until it has all that it asks for by itself.</summary>
    /// <param name="services">The Admin Center's container.</param>
    /// <param name="caller">Who looks.</param>
    /// <param name="parameters">What the page is told.</param>
    public static async Task<ShownPage> OpenAsync<T>(IServiceProvider services, AdminCaller caller, Dictionary<string, object?> parameters)
        where T : IComponent
    {
        var scope = services.CreateAsyncScope();
        const string address = $"{AdminWithProvider.PublicBaseUrl}/";
        ((IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize(address, address);
        var state = new AuthenticationState(caller.ToPrincipal(SessionHandler.SchemeName));
        ((IHostEnvironmentAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(state));
        var page = new ShownPage(scope);
        await page.renderer.Dispatcher.InvokeAsync(() => page.renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters)));
        return page;
    }

    /// <summary>Types into its only text field, and waits for what comes of it.</summary>
    public Task TypeAsync(string text) => renderer.Dispatcher.InvokeAsync(() => parts.All.OfType<MudTextField<string>>().Single().ValueChanged.InvokeAsync(text));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await renderer.DisposeAsync();
        await scope.DisposeAsync();
    }

    // The container, which keeps what it makes for the page.
    private sealed class Parts(IServiceProvider services) : IServiceProvider, IComponentActivator
    {
        public List<IComponent> All { get; } = [];

        public object? GetService(Type serviceType) => serviceType == typeof(IComponentActivator) ? this : services.GetService(serviceType);

        public IComponent CreateInstance(Type componentType)
        {
            All.Add((IComponent)ActivatorUtilities.CreateInstance(services, componentType));
            return All[^1];
        }
    }
}
