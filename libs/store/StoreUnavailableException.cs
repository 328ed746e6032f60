namespace OptiId.Store;

/// <summary>The store didn't answer in time. Whether the last write happened isn't known; asking again finds out.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
