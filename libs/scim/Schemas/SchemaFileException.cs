namespace OptiId.Scim;

/// <summary>A file of schemas that can't be used; ends the start of a service. The message is one line: the file and the reason.</summary>
public sealed class SchemaFileException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="file">The file or folder.</param>
    /// <param name="reason">What is wrong with it, as a sentence.</param>
    public SchemaFileException(string file, string reason)
        : base($"{file}: {reason}")
    {
    }
}
