using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptiId.LocalRunFile;

/// <summary>
/// The local runs of this machine's user, a file each (<c>PORT.json</c>), so that the command line and the simulated Okta find a run
/// without being told. Only the user can read them.
/// </summary>
/// <param name="directory">Where the files lie; made by the first <see cref="Write"/>.</param>
public sealed class LocalRuns(string directory)
{
    // A clock's step and the file system's resolution.
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(5);

    /// <summary>The runs of the user of this process: <c>optiid/runs</c> in the user's folder for local application data.</summary>
    public static LocalRuns OfThisUser { get; } = new(Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "optiid", "runs"));

    /// <summary>Announces a run; replaces what an earlier run on the same port left behind. A reader sees all of it or nothing.</summary>
    /// <returns>The file's path.</returns>
    public string Write(LocalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory); // The user's folder is the user's alone there.
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = PathOf(run.ScimPort);
        var temporary = $"{path}.{run.Pid}.tmp";
        File.Delete(temporary); // One that a killed run left would keep its own mode.
        using (var stream = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(stream, run, LocalRunJson.Default.LocalRun);
        }

        File.Move(temporary, path, overwrite: true);
        return path;
    }

    /// <summary>Takes a run's file away, unless another run has taken the port since.</summary>
    public void Remove(LocalRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var path = PathOf(run.ScimPort);
        if (Read(path)?.Pid == run.Pid)
        {
            File.Delete(path);
        }
    }

    /// <summary>The runs whose process lives, by SCIM port. Unreadable files are ignored: one must not hide the others.</summary>
    public IReadOnlyList<LocalRun> FindAll() => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*.json").Select(ReadLiving).OfType<LocalRun>().OrderBy(run => run.ScimPort)]
        : [];

    /// <summary>The living run at a SCIM port; null where there is none.</summary>
    public LocalRun? Find(int scimPort) => ReadLiving(PathOf(scimPort));

    private string PathOf(int scimPort) => Path.Combine(directory, scimPort.ToString(CultureInfo.InvariantCulture) + ".json");

    private static LocalRun? ReadLiving(string path) => Read(path) is { } run && Lives(run.Pid, File.GetLastWriteTimeUtc(path)) ? run : null;

    private static LocalRun? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, LocalRunJson.Default.LocalRun);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A process that began after the file was written isn't the one that wrote it: the system has given the number away anew.
    private static bool Lives(int pid, DateTime written)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited && process.StartTime.ToUniversalTime() <= written + StartTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LocalRun))]
internal sealed partial class LocalRunJson : JsonSerializerContext;
