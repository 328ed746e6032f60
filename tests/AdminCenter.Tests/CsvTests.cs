using CsCheck;
using Shouldly;
using Xunit;

namespace OptiId.AdminCenter.Tests;

/// <summary>Files that spreadsheets open: RFC 4180, and no cell is a formula.</summary>
public sealed class CsvTests
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String, Gen.String[Gen.Char["=+-@\t\r\n\",; aé＝"], 0, 12]);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=HYPERLINK(\"https://example.com\",\"x\")", "\"'=HYPERLINK(\"\"https://example.com\"\",\"\"x\"\")\"")]
    [InlineData("ann@example.com", "ann@example.com")]
    [InlineData("", "")]
    public void ACell_IsNeverAFormula(string text, string cell) => Csv.Cell(text).ShouldBe(cell);

    [Fact]
    public void WhatIsWritten_IsReadAsItWas_ButForTheApostrophe() => Text.Array[1, 8].Sample(row =>
    {
        var read = CsvFile.Read(Csv.Row(row));
        return read.Count == 1 && read[0].Zip(row, (cell, text) => cell == text || cell == "'" + text).All(same => same) && read[0].Length == row.Length;
    });

    [Fact]
    public void NoCell_BeginsAsAFormula() => Text.Sample(text =>
    {
        var cell = CsvFile.Read(Csv.Row(text))[0][0];
        return cell.Length == 0 || !"=+-@\t\r\n".Contains(cell[0], StringComparison.Ordinal);
    });

    [Fact]
    public void ALine_EndsWithCrLf() => Csv.Row("a", "b").ShouldBe("a,b\r\n");
}
