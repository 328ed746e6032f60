using System.Security.Cryptography;
using System.Text;
using OptiId.Errors.V1;
using OptiId.Scim;

namespace OptiId.ServiceDefaults;

/// <summary>What a list asks for, read.</summary>
/// <param name="Type">Of which resources.</param>
/// <param name="OrganizationId">Whose.</param>
/// <param name="Filter">Which of them; null: all.</param>
/// <param name="Order">In which order; null: of their creation.</param>
/// <param name="Start">How many of them come before the page; 0 for a page by cursor.</param>
/// <param name="Count">How many the page holds at most.</param>
/// <param name="Cursor">After which the page begins (RFC 9865); empty: the first page by cursor; null: a page by index.</param>
public sealed record ListQuery(
    ResourceTypeDefinition Type, string OrganizationId, Filter? Filter, SortOrder? Order, int Start, int Count, string? Cursor)
{
    /// <summary>How many resources a page holds at most.</summary>
    public const int MaximumCount = 1_000;

    /// <summary>Reads a request's parts.</summary>
    /// <param name="type">Of which resources.</param>
    /// <param name="organizationId">Whose.</param>
    /// <param name="filter">SCIM filter text; empty: all.</param>
    /// <param name="sortBy">A path; empty: the order of creation.</param>
    /// <param name="descending">The other way round.</param>
    /// <param name="startIndex">1-based; 0 means 1.</param>
    /// <param name="count">At most <see cref="MaximumCount"/>; more means that.</param>
    /// <param name="cursor">Null: by index.</param>
    /// <exception cref="ScimRefusedException">invalidFilter, invalidValue.</exception>
    /// <exception cref="RefusedException">INVALID_CURSOR: a page by index and by cursor at once.</exception>
    public static ListQuery Read(
        ResourceTypeDefinition type, string organizationId, string filter, string sortBy, bool descending, uint startIndex, uint count, string? cursor)
    {
        var start = (int)Math.Clamp(startIndex, 1, int.MaxValue) - 1;
        if (cursor is not null && start > 0)
        {
            throw new RefusedException(Reason.InvalidCursor, "A page begins at startIndex or after cursor; send one of them.");
        }

        return new(
            type,
            organizationId,
            filter.Length == 0 ? null : FilterParser.Parse(filter, type),
            SortOrder.Parse(sortBy, descending ? "descending" : null, type),
            start,
            (int)Math.Min(count, MaximumCount),
            cursor);
    }

    /// <summary>Compares places in the list's order.</summary>
    public Comparer<ListPlace> Places => Order is { Descending: true } ? ListPlace.Descending : ListPlace.Ascending;

    /// <summary>What a cursor is bound to: another organization's or another query's isn't accepted.</summary>
    public byte[] Fingerprint() =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Type.Name, OrganizationId, Filter, Order?.Path, Order?.Descending)));
}
