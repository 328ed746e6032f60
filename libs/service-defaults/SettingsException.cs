namespace OptiId.ServiceDefaults;

/// <summary>A setting is missing or can't be used: a sentence for the operator that names it and says what to set. The service doesn't start.</summary>
/// <param name="message">The sentence.</param>
public sealed class SettingsException(string message) : InvalidOperationException(message);
