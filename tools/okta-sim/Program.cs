using OptiId.OktaSim;
using Spectre.Console;

// Redirected output has no width; a request and its answer belong on one line.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 240;
}

return await OktaSimCommand.Create(AnsiConsole.Console).Parse(args).InvokeAsync();
