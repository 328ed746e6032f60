using OptiId.Local;

// Ctrl-C ends the services in good order, each by itself within .NET's 30 seconds; System.CommandLine would cut that off after two.
return await LocalCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
