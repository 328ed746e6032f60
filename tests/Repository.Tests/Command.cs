using System.Diagnostics;

namespace OptiId.Repository.Tests;

/// <summary>Programs that look at the repository's files.</summary>
internal static class Command
{
    /// <summary>The exit code of a program that isn't there.</summary>
    public const int Missing = -1;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string directory)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, (await output) + (await errors));
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (Missing, e.Message);
        }
    }
}
