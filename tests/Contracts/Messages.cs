using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OptiId.Events.V1;
using OptiId.Store;

namespace OptiId.Contracts;

/// <summary>
/// Messages as the files have them: proto3's JSON, but for what would make it hard to read or to compare. Bytes that are text are text;
/// a partition's number is always there; of the heads only those that have entries; no trace of the recording.
/// </summary>
internal static class Messages
{
    private static readonly Dictionary<string, MethodDescriptor> Methods =
        (from type in typeof(EventsReflection).Assembly.GetTypes()
         where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
         let file = (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!
         from service in file.Services
         from method in service.Methods
         select method).ToDictionary(method => $"/{method.Service.FullName}/{method.Name}");

    // Nothing in the protos tells it from streams that end by themselves.
    private const string Endless = "/optiid.gateway.v1.ProvisioningLogService/FollowRequests";

    // What is written after whoever caused it was answered: the provisioning log, and when a token was last used.
    private static readonly HashSet<string> Late =
    [
        .. Methods.Keys.Where(method => method.StartsWith("/optiid.gateway.v1.", StringComparison.Ordinal)), "/optiid.tokens.v1.TokensService/ListTokens",
    ];

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>What a call sends.</summary>
    public static MessageDescriptor RequestOf(string method) => Methods[method].InputType;

    /// <summary>What comes back.</summary>
    public static MessageDescriptor AnswerOf(string method) => Methods[method].OutputType;

    /// <summary>Whether a call may be made again and finds the same.</summary>
    public static bool IsRepeatable(string method) => LevelOf(method) is not (null or MethodOptions.Types.IdempotencyLevel.IdempotencyUnknown);

    /// <summary>Whether a call changes nothing.</summary>
    public static bool IsReading(string method) => LevelOf(method) == MethodOptions.Types.IdempotencyLevel.NoSideEffects;

    /// <summary>Whether what comes back never ends by itself.</summary>
    public static bool IsEndless(string method) => method == Endless;

    /// <summary>Whether a call may find a moment later what was done before it.</summary>
    public static bool IsLate(string method) => Late.Contains(method);

    /// <summary>Whether a call follows a log: how often it is made depends on the moment.</summary>
    public static bool IsFollowing(string method) => Methods.GetValueOrDefault(method)?.File == EventsReflection.Descriptor;

    /// <summary>Whether a call asks where logs stand.</summary>
    public static bool IsOfHeads(string method) => Methods.GetValueOrDefault(method)?.OutputType == ReadHeadsResponse.Descriptor;

    /// <summary>A message from the wire as JSON.</summary>
    public static JsonNode ToJson(MessageDescriptor type, byte[] wire)
    {
        var json = JsonNode.Parse(JsonFormatter.Default.Format(type.Parser.ParseFrom(wire)))!;
        Walk(type, json, Read);
        return json;
    }

    /// <summary>JSON as a message for the wire.</summary>
    public static byte[] ToWire(MessageDescriptor type, JsonNode json)
    {
        var copy = json.DeepClone();
        Walk(type, copy, Write);
        return type.Parser.ParseJson(copy.ToJsonString()).ToByteArray();
    }

    private static MethodOptions.Types.IdempotencyLevel? LevelOf(string method) => Methods.GetValueOrDefault(method)?.GetOptions()?.IdempotencyLevel;

    private static void Read(MessageDescriptor type, JsonObject json)
    {
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Bytes && json[field.JsonName] is JsonValue))
        {
            var bytes = Convert.FromBase64String(json[field.JsonName]!.GetValue<string>());
            try
            {
                json[field.JsonName] = "text:" + Strict.GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                // It stays as it is.
            }
        }

        if (type.FindFieldByName("partition") is not null && json["partition"] is null)
        {
            json["partition"] = 0;
        }

        json.Remove("traceparent");
        if (type == ReadHeadsResponse.Descriptor)
        {
            json["heads"] = new JsonArray([.. json["heads"]!.AsArray().Where(head => head!["sequence"] is not null).Select(head => head!.DeepClone())]);
        }
    }

    private static void Write(MessageDescriptor type, JsonObject json)
    {
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Bytes))
        {
            if (json[field.JsonName]?.GetValue<string>() is { } text && text.StartsWith("text:", StringComparison.Ordinal))
            {
                json[field.JsonName] = Convert.ToBase64String(Strict.GetBytes(text["text:".Length..]));
            }
        }

        if (type == ReadHeadsResponse.Descriptor)
        {
            var told = json["heads"]!.AsArray().ToDictionary(head => head!["partition"]!.GetValue<int>(), head => head!.DeepClone());
            json["heads"] = new JsonArray([.. Enumerable.Range(0, Partition.Count).Select(number => told.GetValueOrDefault(number) ?? new JsonObject { ["partition"] = number })]);
        }
    }

    private static void Walk(MessageDescriptor type, JsonNode json, Action<MessageDescriptor, JsonObject> change)
    {
        if (json is not JsonObject message || type.File.Package == "google.protobuf")
        {
            return;
        }

        change(type, message);
        foreach (var field in type.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message && !field.IsMap))
        {
            foreach (var part in message[field.JsonName] switch { null => [], JsonArray many => many, var one => (IEnumerable<JsonNode?>)[one] })
            {
                Walk(field.MessageType, part!, change);
            }
        }
    }
}
