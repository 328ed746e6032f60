using System.Security.Cryptography;
using Grpc.Core;
using OptiId.OktaSim.App;
using OptiId.OktaSim.Day;
using OptiId.OktaSim.FirstSync;
using OptiId.OktaSim.Product;
using Spectre.Console;

namespace OptiId.OktaSim;

/// <summary>One run: connects, plays the dialects one after the other, and tells how it went.</summary>
internal static class Simulation
{
    private const int SuffixLength = 6;

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(Settings settings, IAnsiConsole console, CancellationToken cancellation)
    {
        var transcript = new Transcript(console);
        ProductServices? services;
        try
        {
            services = await ConnectAsync(settings, console, transcript, cancellation);
        }
        catch (RpcException e)
        {
            console.MarkupLineInterpolated($"[red]The services that were named don't answer: {e.StatusCode} {e.Status.Detail}[/]");
            return 2;
        }

        using (services)
        {
            foreach (var dialect in settings.Dialects)
            {
                await PlayAsync(dialect, settings, services, console, transcript, cancellation);
            }
        }

        Summary.Write(transcript, console);
        if (services is null)
        {
            console.MarkupLine("[yellow]Who may do what was not asked: the services could not be reached, only SCIM was played.[/]");
        }

        return transcript.Failures == 0 ? 0 : 1;
    }

    private static async Task PlayAsync(
        Dialect dialect, Settings settings, ProductServices? services, IAnsiConsole console, Transcript transcript, CancellationToken cancellation)
    {
        var expect = new Expectations(transcript);
        using var app = new OktaApp(dialect, settings.Base, settings.Token, transcript, expect);
        var suffix = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", SuffixLength);
        var administrator = services is null ? null : new Administrator(services);
        var access = services is null ? null : new AccessQuestions(services, expect, transcript);
        var product = administrator is null || access is null ? null : new ProductSide(administrator, access);
        if (settings.FirstSync is { } size)
        {
            await new FirstSyncRun(app, product, size, suffix, settings.Parallel, transcript, console).PlayAsync(settings.Keep, cancellation);
        }
        else
        {
            await new ProvisioningDay(app, new Cast(suffix), product, transcript).PlayAsync(settings.Keep, cancellation);
        }
    }

    /// <summary>Null where no services were named or found, or those of the local run's file don't answer.</summary>
    private static async Task<ProductServices?> ConnectAsync(Settings settings, IAnsiConsole console, Transcript transcript, CancellationToken cancellation)
    {
        if (settings.Services is not { } addresses)
        {
            console.MarkupLineInterpolated(
                $"[yellow]No services were named, and no local run is at {settings.Base}: only SCIM is played, access is not asked.[/]");
            return null;
        }

        try
        {
            var services = await ProductServices.ConnectAsync(addresses, settings.Token, transcript, cancellation);
            console.MarkupLineInterpolated($"The token belongs to the organization {services.OrganizationId}.");
            return services;
        }
        catch (RpcException e) when (!addresses.Named)
        {
            console.MarkupLineInterpolated(
                $"[yellow]The local run's services don't answer ({e.StatusCode} {e.Status.Detail}): only SCIM is played, access is not asked.[/]");
            return null;
        }
    }
}
