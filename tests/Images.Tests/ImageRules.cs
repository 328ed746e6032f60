using System.Globalization;
using System.Text.Json;

namespace OptiId.Images.Tests;

/// <summary>What an image must be like, told from what <c>docker image inspect</c> says.</summary>
internal static class ImageRules
{
    private const long MaximumBytes = 130_000_000;

    /// <summary>What is wrong with an image.</summary>
    /// <param name="image">One element of docker's answer.</param>
    /// <param name="revision">The commit that it must name.</param>
    public static IEnumerable<string> FindProblems(JsonElement image, string revision)
    {
        var configuration = image.GetProperty("Config");
        var user = configuration.GetProperty("User").GetString() ?? "";
        if (!int.TryParse(user, CultureInfo.InvariantCulture, out var id) || id == 0)
        {
            yield return $"runs as '{user}': a number other than 0 is needed, or Kubernetes can't see that it isn't root";
        }

        if (image.GetProperty("Size").GetInt64() is var size and >= MaximumBytes)
        {
            yield return $"has {size} bytes";
        }

        if (!configuration.TryGetProperty("Labels", out var labels) || labels.ValueKind != JsonValueKind.Object
            || !labels.TryGetProperty("org.opencontainers.image.revision", out var said) || said.GetString() != revision)
        {
            yield return "doesn't say of which commit it is";
        }
    }
}
