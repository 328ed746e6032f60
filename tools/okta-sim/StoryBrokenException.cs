namespace OptiId.OktaSim;

/// <summary>The chapter can't go on: what it needs of an earlier answer isn't there, or there was no answer.</summary>
internal sealed class StoryBrokenException(string message, Exception? inner = null) : Exception(message, inner);
