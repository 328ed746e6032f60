using System.Text;

namespace OptiId.Scim;

/// <summary>
/// A filter as a tree (RFC 7644 section 3.4.2.2). The nested records are all kinds there are. Two filters are equal
/// where their trees are; printing one and parsing the text gives an equal one.
/// </summary>
public abstract record Filter
{
    private Filter()
    {
    }

    /// <summary>Prints the canonical text: schema spelling, lower-case operators, parentheses only where needed.</summary>
    public sealed override string ToString()
    {
        var builder = new StringBuilder();
        Print(builder);
        return builder.ToString();
    }

    /// <summary>Prints the filter to the end of a text.</summary>
    internal abstract void Print(StringBuilder builder);

    private static void PrintOperand(StringBuilder builder, Filter operand, bool inParentheses)
    {
        if (inParentheses)
        {
            builder.Append('(');
        }

        operand.Print(builder);
        if (inParentheses)
        {
            builder.Append(')');
        }
    }

    /// <summary>Both hold. <c>a and b and c</c> is <c>(a and b) and c</c>.</summary>
    /// <param name="Left">The first.</param>
    /// <param name="Right">The second.</param>
    public sealed record And(Filter Left, Filter Right) : Filter
    {
        internal override void Print(StringBuilder builder)
        {
            PrintOperand(builder, Left, Left is Or);
            builder.Append(" and ");
            PrintOperand(builder, Right, Right is Or or And);
        }
    }

    /// <summary>At least one holds.</summary>
    /// <param name="Left">The first.</param>
    /// <param name="Right">The second.</param>
    public sealed record Or(Filter Left, Filter Right) : Filter
    {
        internal override void Print(StringBuilder builder)
        {
            Left.Print(builder);
            builder.Append(" or ");
            PrintOperand(builder, Right, Right is Or);
        }
    }

    /// <summary>The operand doesn't hold.</summary>
    /// <param name="Operand">What must not hold.</param>
    public sealed record Not(Filter Operand) : Filter
    {
        internal override void Print(StringBuilder builder)
        {
            builder.Append("not ");
            PrintOperand(builder, Operand, inParentheses: true);
        }
    }

    /// <summary>A value compares to another. On a multi-valued attribute, any of the values does.</summary>
    /// <param name="Path">The attribute, never a complex one: its <c>value</c> instead, and never with a value filter.</param>
    /// <param name="Operator">How to compare.</param>
    /// <param name="Value">What to compare with, of the attribute's type.</param>
    public sealed record Comparison(AttributePath Path, ComparisonOperator Operator, FilterValue Value) : Filter
    {
        internal override void Print(StringBuilder builder)
        {
            Path.Print(builder);
            builder.Append(' ').Append(Operator.Keyword()).Append(' ').Append(Value);
        }
    }

    /// <summary>The attribute has a value that isn't empty (<c>pr</c>).</summary>
    /// <param name="Path">The attribute, without a value filter.</param>
    public sealed record Present(AttributePath Path) : Filter
    {
        internal override void Print(StringBuilder builder)
        {
            Path.Print(builder);
            builder.Append(" pr");
        }
    }

    /// <summary>
    /// One value of a complex multi-valued attribute meets the whole inner filter: <c>emails[type eq "work" and value co "x"]</c>.
    /// Entra's <c>emails[type eq "work"].value eq "x"</c> is read as <c>emails[type eq "work" and value eq "x"]</c>.
    /// </summary>
    /// <param name="Path">The attribute, without a sub-attribute and without a value filter.</param>
    /// <param name="Inner">What the value meets; its paths are sub-attributes.</param>
    public sealed record ValuePath(AttributePath Path, Filter Inner) : Filter
    {
        internal override void Print(StringBuilder builder)
        {
            Path.Print(builder);
            builder.Append('[');
            Inner.Print(builder);
            builder.Append(']');
        }
    }

    /// <summary>
    /// Always holds, or never: what a comparison is where the resource can't have the attribute. Only while a filter is read
    /// (<see cref="FilterParser.ParseAmong"/>); never part of one.
    /// </summary>
    internal sealed record Constant(bool Holds) : Filter
    {
        internal override void Print(StringBuilder builder) => throw new InvalidOperationException("A constant has no text.");

        /// <summary>Takes the constants out of a filter; a constant where nothing else is left.</summary>
        public static Filter Fold(Filter filter) => filter switch
        {
            And and => Fold(and),
            Or or => Fold(or),
            Not not => Fold(not.Operand) is var operand && operand is Constant constant ? new Constant(!constant.Holds) : new Not(operand),
            _ => filter,
        };

        private static Filter Fold(And and) => (Fold(and.Left), Fold(and.Right)) switch
        {
            (Constant left, var right) => left.Holds ? right : left,
            (var left, Constant right) => right.Holds ? left : right,
            var (left, right) => new And(left, right),
        };

        private static Filter Fold(Or or) => (Fold(or.Left), Fold(or.Right)) switch
        {
            (Constant left, var right) => left.Holds ? left : right,
            (var left, Constant right) => right.Holds ? right : left,
            var (left, right) => new Or(left, right),
        };
    }
}
