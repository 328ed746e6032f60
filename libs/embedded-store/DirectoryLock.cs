namespace OptiId.EmbeddedStore;

/// <summary>
/// Keeps a second process out of the same data: two servers that append to one log destroy it. The operating system lets go of the
/// lock when the process ends, however it ends.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = "optiid.lock";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FileStream file;

    private DirectoryLock(FileStream file) => this.file = file;

    /// <summary>Locks a directory, or waits a little: a killed process keeps its lock until the system has cleared it away.</summary>
    /// <exception cref="EmbeddedStoreException">Another process has it.</exception>
    public static DirectoryLock Take(string directory)
    {
        var path = Path.Combine(directory, FileName);
        for (var waited = TimeSpan.Zero; ; waited += Step)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (waited < Patience)
            {
#pragma warning disable RS0030 // at the start of a process, before anything is served: there is nobody to give the thread to
                Thread.Sleep(Step);
#pragma warning restore RS0030
            }
            catch (IOException e)
            {
                throw new EmbeddedStoreException(
                    $"The data in {directory} is open in another process (it holds {FileName}). Stop that one, or name another directory.", e);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new EmbeddedStoreException($"The data in {directory} can't be written by this user. Name another directory.", e);
            }
        }
    }

    public void Dispose() => file.Dispose();
}
