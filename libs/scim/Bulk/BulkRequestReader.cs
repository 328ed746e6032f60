using System.Text.Json;

namespace OptiId.Scim;

/// <summary>
/// Goes through the body of a bulk request once and notes what its operations are and where their data stands. The
/// data itself is passed over, so that what is kept grows with the number of operations only.
/// </summary>
/// <param name="body">A body that <see cref="ScimJson.Inspect"/> lets through.</param>
/// <param name="maximumOperations">How many operations it may have.</param>
internal ref struct BulkRequestReader(ReadOnlyMemory<byte> body, int maximumOperations)
{
    private Utf8JsonReader reader = new(body.Span, new JsonReaderOptions { MaxDepth = ScimLimits.MaximumJsonDepth });

    /// <summary>The number of errors to stop at; null for none.</summary>
    public int? FailOnErrors { get; private set; }

    /// <summary>The operations; null where the body has none.</summary>
    public List<BulkOperationText>? Operations { get; private set; }

    /// <summary>Whether the body says that it is a bulk request.</summary>
    public bool HasSchema { get; private set; }

    /// <summary>Reads the body; members that bulk doesn't know are passed over, as in every body.</summary>
    public void Read()
    {
        reader.Read();
        while (ReadKey())
        {
            if (JsonText.Is(in reader, "schemas"))
            {
                ReadSchemas();
            }
            else if (JsonText.Is(in reader, "failOnErrors"))
            {
                ReadFailOnErrors();
            }
            else if (JsonText.Is(in reader, "Operations"))
            {
                ReadOperations();
            }
            else
            {
                PassValue();
            }
        }
    }

    private bool ReadKey() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private void PassValue()
    {
        reader.Read();
        reader.Skip();
    }

    private void ReadSchemas()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            HasSchema |= reader.TokenType == JsonTokenType.String && JsonText.Is(in reader, ScimSchemas.BulkRequestUrn);
            reader.Skip();
        }
    }

    private void ReadFailOnErrors()
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        FailOnErrors = reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) && number > 0 && decimal.IsInteger(number)
            ? (int)Math.Min(number, int.MaxValue)
            : throw new ScimRefusedException(ScimType.InvalidValue, "\"failOnErrors\" has to be a whole number from 1 on: how many errors end the request.");
    }

    private void ReadOperations()
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        Operations = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Operations.Count == maximumOperations)
            {
                throw new ScimRefusedException(
                    ScimType.TooMany, $"The bulk request has more operations than maxOperations ({maximumOperations}). Send several requests.");
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new ScimRefusedException(ScimType.InvalidSyntax, "Each of \"Operations\" has to be an object.");
            }

            Operations.Add(ReadOperation());
        }
    }

    private BulkOperationText ReadOperation()
    {
        var operation = new BulkOperationText();
        while (ReadKey())
        {
            if (JsonText.Is(in reader, "method"))
            {
                operation.Method = ReadText(operation, "method");
            }
            else if (JsonText.Is(in reader, "bulkId"))
            {
                operation.BulkId = ReadText(operation, "bulkId");
            }
            else if (JsonText.Is(in reader, "path"))
            {
                operation.Path = ReadText(operation, "path");
            }
            else if (JsonText.Is(in reader, "version"))
            {
                operation.Version = ReadText(operation, "version");
            }
            else if (JsonText.Is(in reader, "data"))
            {
                ReadData(operation);
            }
            else
            {
                PassValue();
            }
        }

        return operation;
    }

    private string? ReadText(BulkOperationText operation, string name)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Null:
                return null;
            default:
                operation.NotText = name;
                reader.Skip();
                return null;
        }
    }

    private void ReadData(BulkOperationText operation)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        operation.DataBegin = reader.TokenType;
        reader.Skip();
        operation.Data = body[start..(int)reader.BytesConsumed];
    }
}
