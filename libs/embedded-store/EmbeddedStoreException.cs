namespace OptiId.EmbeddedStore;

/// <summary>The embedded store can't be opened, or wouldn't keep what it answers. The message says what to do.</summary>
public sealed class EmbeddedStoreException(string message, Exception? inner = null) : Exception(message, inner);
