namespace OptiId.Recorded.Tests;

/// <summary>An answer isn't what the recorded client needs.</summary>
public sealed class RecordedMismatchException(string message, Exception? inner = null) : Exception(message, inner);
