namespace OptiId.Scim;

/// <summary>A bulk request (RFC 7644 section 3.7): what its operations are, their data still as bytes.</summary>
public sealed class BulkRequest
{
    private readonly Dictionary<string, int> creators;

    private BulkRequest(int? failOnErrors, Dictionary<string, int> creators, IReadOnlyList<BulkOperation> operations)
    {
        FailOnErrors = failOnErrors;
        this.creators = creators;
        Operations = operations;
    }

    /// <summary>After how many errors no further operation is begun; null where errors end nothing.</summary>
    public int? FailOnErrors { get; }

    /// <summary>The operations in the order in which they were sent.</summary>
    public IReadOnlyList<BulkOperation> Operations { get; }

    /// <summary>
    /// Reads a body, as strictly as <see cref="ScimJson"/> and without building a tree of it: what is kept beside the
    /// body grows with the number of operations only.
    /// </summary>
    /// <param name="body">The body; it has to stay as it is until the last operation has run.</param>
    /// <param name="maximumOperations">How many operations it may have: <c>maxOperations</c>.</param>
    /// <returns>The request. What is wrong with one operation only is in its <see cref="BulkOperation.Refusal"/>.</returns>
    /// <exception cref="ScimRefusedException">
    /// The whole request is refused. invalidSyntax: not JSON that <see cref="ScimJson"/> takes, or no array of objects
    /// as <c>Operations</c>. invalidValue: <c>schemas</c> lacks the BulkRequest URN, <c>failOnErrors</c> isn't a whole
    /// number from 1 on, or two operations have one <c>bulkId</c>. tooMany, and nothing else is: more than
    /// <paramref name="maximumOperations"/>, which HTTP answers with 413 (RFC 7644 section 3.7.4).
    /// </exception>
    public static BulkRequest Read(ReadOnlyMemory<byte> body, int maximumOperations)
    {
        ScimJson.Inspect(body.Span);
        var reader = new BulkRequestReader(body, maximumOperations);
        reader.Read();
        if (!reader.HasSchema)
        {
            throw new ScimRefusedException(ScimType.InvalidValue, $"A bulk request needs \"schemas\" with \"{ScimSchemas.BulkRequestUrn}\".");
        }

        if (reader.Operations is not { } texts)
        {
            throw new ScimRefusedException(ScimType.InvalidSyntax, "A bulk request needs \"Operations\", an array.");
        }

        var creators = FindCreators(texts);
        var operations = new BulkOperation[texts.Count];
        for (var index = 0; index < operations.Length; index++)
        {
            operations[index] = BulkOperationReader.Read(index, texts[index], creators);
        }

        return new BulkRequest(reader.FailOnErrors, creators, operations);
    }

    /// <summary>The operation that creates the resource of a bulkId that one of the operations refers to.</summary>
    internal int CreatorOf(string bulkId) => creators[bulkId];

    // Every bulkId is unique, but only that of a POST is the identifier of a newly created resource.
    private static Dictionary<string, int> FindCreators(List<BulkOperationText> texts)
    {
        var (creators, all) = (new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var index = 0; index < texts.Count; index++)
        {
            if (texts[index].BulkId is not { Length: > 0 } bulkId)
            {
                continue;
            }

            if (!all.Add(bulkId))
            {
                throw new ScimRefusedException(ScimType.InvalidValue, $"Two operations have the bulkId {Excerpt.Of(bulkId)}. Give each its own.");
            }

            if (BulkMethodKeywords.Parse(texts[index].Method) == BulkMethod.Post)
            {
                creators.Add(bulkId, index);
            }
        }

        return creators;
    }
}
