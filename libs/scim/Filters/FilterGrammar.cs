namespace OptiId.Scim;

/// <summary>
/// The grammar of filters and paths (RFC 7644 section 3.4.2.2 and 3.5.2) by recursive descent. Depth and number of
/// comparisons are bounded, so that no text can exhaust stack or time.
/// </summary>
internal ref struct FilterGrammar
{
    private readonly ResourceTypeDefinition type;
    private readonly IReadOnlyList<ResourceTypeDefinition> others;
    private FilterScanner scanner;
    private AttributeDefinition? scope;
    private bool isPath;
    private int depth;
    private int comparisons;

    /// <summary>Makes a parser for one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="type">Whose attributes it names.</param>
    /// <param name="others">Types whose attributes count as being without a value (RFC 7644 section 3.4.2.1).</param>
    public FilterGrammar(string text, ResourceTypeDefinition type, IReadOnlyList<ResourceTypeDefinition> others)
    {
        this.type = type;
        this.others = others;
        scanner = new FilterScanner(text);
    }

    /// <summary>Reads the text as a filter.</summary>
    public Filter ParseFilter()
    {
        CheckLength(ScimType.InvalidFilter, "filter");
        scanner.SkipSpaces();
        if (scanner.AtEnd)
        {
            throw Refuse("The filter is empty. Leave it out or write one such as userName eq \"a@example.com\".");
        }

        var filter = ParseOr();
        return scanner.AtEnd
            ? filter
            : throw Refuse($"The filter goes on after its end at {scanner.Where}: expected \"and\", \"or\" or nothing more.");
    }

    /// <summary>Reads the text as the path of a PATCH operation.</summary>
    public AttributePath ParsePath()
    {
        CheckLength(ScimType.InvalidPath, "path");
        isPath = true;
        var name = scanner.ReadWord();
        if (name.IsEmpty || !type.TryFindAttribute(name, out var path))
        {
            throw RefusePath($"There is no attribute {Excerpt.Of(name)}. Check the spelling, and the URN before it.");
        }

        if (scanner.TryRead('['))
        {
            path = path with { ValueFilter = ParseBrackets(path) };
            if (scanner.TryRead('.'))
            {
                path = path with { SubAttribute = ReadSubAttribute(path, ScimType.InvalidPath) };
            }
        }

        return scanner.AtEnd
            ? path
            : throw RefusePath($"The path goes on after its end at {scanner.Where}: remove what follows.");
    }

    private Filter ParseOr()
    {
        var left = ParseAnd();
        while (scanner.TryReadKeyword("or"))
        {
            left = new Filter.Or(left, ParseAnd());
        }

        return left;
    }

    private Filter ParseAnd()
    {
        var left = ParseTerm();
        while (scanner.TryReadKeyword("and"))
        {
            left = new Filter.And(left, ParseTerm());
        }

        return left;
    }

    private Filter ParseTerm()
    {
        scanner.SkipSpaces();
        if (scanner.TryRead('('))
        {
            return ParseParentheses();
        }

        var name = scanner.ReadWord();
        scanner.SkipSpaces();
        if (name.Equals("not", StringComparison.OrdinalIgnoreCase) && scanner.TryRead('('))
        {
            return new Filter.Not(ParseParentheses());
        }

        if (name.IsEmpty)
        {
            throw Refuse($"The filter lacks an attribute at {scanner.Where}.");
        }

        var (path, isForeign) = FindAttribute(name);
        var term = ParseAttributeTerm(path);
        return isForeign ? new Filter.Constant(HoldsWithoutValue(term)) : term;
    }

    private Filter ParseAttributeTerm(AttributePath path)
    {
        if (!scanner.TryRead('['))
        {
            return ParseComparison(path);
        }

        var inner = ParseBrackets(path);
        if (scanner.TryRead('.'))
        {
            var subAttribute = new AttributePath(null, ReadSubAttribute(path, ScimType.InvalidFilter));
            inner = new Filter.And(inner, ParseComparison(subAttribute));
        }

        return new Filter.ValuePath(path, inner);
    }

    // What the evaluator finds for a resource that lacks the attribute.
    private static bool HoldsWithoutValue(Filter term) =>
        term is Filter.Comparison comparison && (comparison.Operator == ComparisonOperator.NotEqual) != (comparison.Value.Kind == FilterValueKind.Null);

    // The opening parenthesis has been read.
    private Filter ParseParentheses()
    {
        Descend();
        var filter = ParseOr();
        scanner.SkipSpaces();
        if (!scanner.TryRead(')'))
        {
            throw Refuse($"The filter lacks a closing parenthesis at {scanner.Where}.");
        }

        depth--;
        return filter;
    }

    // The opening bracket has been read.
    private Filter ParseBrackets(AttributePath path)
    {
        var attribute = path.Attribute;
        var holdsValues = attribute.ElementValue is not null || (attribute.SubAttributes.Count > 0 && (attribute.MultiValued || !isPath));
        if (scope is not null || path.SubAttribute is not null || !holdsValues)
        {
            throw Refuse($"{path.Target} has no values that brackets could choose from.");
        }

        Descend();
        scope = attribute;
        var inner = ParseOr();
        scope = null;
        scanner.SkipSpaces();
        if (!scanner.TryRead(']'))
        {
            throw Refuse($"The filter on {attribute} lacks a closing bracket at {scanner.Where}.");
        }

        depth--;
        return inner;
    }

    private Filter ParseComparison(AttributePath path)
    {
        if (++comparisons > ScimLimits.MaximumFilterComparisons)
        {
            throw Refuse($"The filter has more than {ScimLimits.MaximumFilterComparisons} comparisons. Ask in several requests.");
        }

        scanner.SkipSpaces();
        var word = scanner.ReadWord();
        if (word.Equals("pr", StringComparison.OrdinalIgnoreCase))
        {
            return new Filter.Present(path);
        }

        if (!ComparisonOperatorKeywords.TryParse(word, out var comparison))
        {
            throw Refuse(word.IsEmpty
                ? $"The filter lacks an operator after {path.Target} at {scanner.Where}."
                : $"The filter has the unknown operator {Excerpt.Of(word)} after {path.Target}. Use eq, ne, co, sw, ew, gt, ge, lt, le or pr.");
        }

        path = NameComparedValue(path);
        // RFC 7644 section 3.5.2.2 itself writes members[value eq"2819c223"].
        if (!scanner.TryReadSpace() && !scanner.IsAt('"'))
        {
            throw Refuse($"The filter lacks a value after {path.Target} {comparison.Keyword()} at {scanner.Where}.");
        }

        return FilterTyping.Compare(path, comparison, scanner.ReadValue());
    }

    // A complex attribute is compared by its value (RFC 7643 section 2.4): emails eq "x" is emails.value eq "x".
    private static AttributePath NameComparedValue(AttributePath path) =>
        path is { SubAttribute: null, Attribute: { Type: AttributeType.Complex, ValueAttribute: { } value } }
            ? path with { SubAttribute = value }
            : path;

    private readonly (AttributePath Path, bool IsForeign) FindAttribute(ReadOnlySpan<char> name)
    {
        AttributePath? path = null;
        var isForeign = false;
        if (scope is not null)
        {
            if (!scope.TryFindSubAttribute(name, out var subAttribute) && !scope.TryFindElement(name, out subAttribute))
            {
                throw Refuse($"{scope} has no sub-attribute {Excerpt.Of(name)}.");
            }

            path = new AttributePath(null, subAttribute);
        }
        else if (!TryFindFilterable(type, name, out path))
        {
            isForeign = TryFindAmongOthers(name, out path);
        }

        if (path is null)
        {
            throw Refuse($"There is no attribute {Excerpt.Of(name)} to filter on. Check the spelling, and the URN before it.");
        }

        return path.Attribute.Returned == Returned.Never || path.Target.Returned == Returned.Never || !(isForeign || isPath || type.CanQuery(WholePath(path)))
            ? throw Refuse($"{path.Target} can't be filtered on.")
            : (path, isForeign);
    }

    private readonly AttributePath WholePath(AttributePath path) => scope is null ? path : new(null, scope, null, path.Attribute);

    private readonly bool TryFindAmongOthers(ReadOnlySpan<char> name, out AttributePath? path)
    {
        foreach (var other in others)
        {
            if (TryFindFilterable(other, name, out path))
            {
                return true;
            }
        }

        path = null;
        return false;
    }

    private static bool TryFindFilterable(ResourceTypeDefinition type, ReadOnlySpan<char> name, out AttributePath? path) =>
        type.TryFindAttribute(name, out path)
        || (type.FilterAliases.TryGetValue(name.ToString(), out var meant) && type.TryFindAttribute(meant, out path));

    private AttributeDefinition ReadSubAttribute(AttributePath path, ScimType refusal)
    {
        var name = scanner.ReadWord();
        return path.Attribute.TryFindSubAttribute(name, out var subAttribute)
            ? subAttribute
            : throw new ScimRefusedException(refusal, $"{path.Attribute} has no sub-attribute {Excerpt.Of(name)}.");
    }

    private readonly void CheckLength(ScimType refusal, string what)
    {
        if (scanner.Length > ScimLimits.MaximumFilterLength)
        {
            throw new ScimRefusedException(refusal, $"The {what} is longer than {ScimLimits.MaximumFilterLength} characters.");
        }
    }

    private void Descend()
    {
        if (++depth > ScimLimits.MaximumFilterDepth)
        {
            throw Refuse($"The filter is nested more than {ScimLimits.MaximumFilterDepth} deep.");
        }
    }

    private static ScimRefusedException Refuse(string detail) => new(ScimType.InvalidFilter, detail);

    private static ScimRefusedException RefusePath(string detail) => new(ScimType.InvalidPath, detail);
}
