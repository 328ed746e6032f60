namespace OptiId.Store;

/// <summary>Others changed the same record again and again while this change was tried. Nothing was written.</summary>
public sealed class StoreBusyException() : Exception("The record is being changed by many at once; try again.");
