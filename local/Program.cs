using OptiId.Local;

return await LocalCommand.Create().Parse(args).InvokeAsync();
