using System.Diagnostics;
using System.Globalization;
using System.Text;
using OptiId.Store.Writer;

namespace OptiId.Store.Tests;

/// <summary>Runs <c>tests/Store.Writer</c>: a process that embeds a store and writes until it is killed.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder errors = new();

    private WriterProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>The numbers whose writes were answered.</summary>
    public List<int> Answered { get; } = [];

    /// <summary>What it said on its error output.</summary>
    public string Errors => errors.ToString();

    public int ExitCode => process.ExitCode;

    public static WriterProcess Start(string directory, int firstNumber, bool checkpoints = false)
    {
        var program = Path.ChangeExtension(typeof(NumberedWrite).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        string[] arguments = [directory, firstNumber.ToString(CultureInfo.InvariantCulture), .. checkpoints ? ["checkpoint"] : Array.Empty<string>()];
        return new(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!);
    }

    public Task WaitForExitAsync(CancellationToken cancellation) => process.WaitForExitAsync(cancellation);

    /// <summary>kill -9 after so many answers; then reads the answers that were on the way.</summary>
    public async Task KillAfterAsync(int answers, CancellationToken cancellation)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (int.TryParse(line, CultureInfo.InvariantCulture, out var number))
            {
                Answered.Add(number);
            }

            if (Answered.Count == answers)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(cancellation);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
