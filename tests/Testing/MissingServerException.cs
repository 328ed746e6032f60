namespace OptiId.Testing;

/// <summary>A real server that the tests need isn't there. The message says what to install.</summary>
public sealed class MissingServerException(string message) : Exception(message);
