using System.Globalization;
using System.Text;
using System.Xml;
using TeeSim.Core.Diagnostics;
using TeeSim.Exploration.Reports;
using TeeSim.Exploration.Verifying;

namespace TeeSim.Cli.Rendering;

/// <summary>
/// The table for CI systems, as JUnit's XML: a suite for each script, a case for each driver. What was stopped is skipped: it
/// has neither passed nor failed.
/// </summary>
internal static class VerifyJUnit
{
    /// <summary>The document.</summary>
    /// <param name="cells">Script by script.</param>
    /// <param name="named">How a command line names each driver.</param>
    public static string Of(IReadOnlyList<VerifyCell> cells, IReadOnlyDictionary<string, string> named)
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, "teesim verify", cells);
            foreach (IGrouping<string, VerifyCell> suite in cells.GroupBy(c => c.File))
            {
                xml.WriteStartElement("testsuite");
                WriteCounts(xml, Printable.FileName(suite.Key), [.. suite]);
                foreach (VerifyCell cell in suite) WriteCase(xml, cell, named);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text + "\n";
    }

    private static void WriteCounts(XmlWriter xml, string name, IReadOnlyList<VerifyCell> cells)
    {
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", Number(cells.Count));
        xml.WriteAttributeString("failures", Number(cells.Count(c => c.Result == VerifyResult.Failed)));
        xml.WriteAttributeString("skipped", Number(cells.Count(c => c.Result is VerifyResult.Stopped or VerifyResult.NotApplicable)));
    }

    private static void WriteCase(XmlWriter xml, VerifyCell cell, IReadOnlyDictionary<string, string> named)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Printable.FileName(cell.File));
        xml.WriteAttributeString("name", cell.Driver);
        if (cell.Result is not (VerifyResult.Proved or VerifyResult.Known))
        {
            xml.WriteStartElement(cell.Result == VerifyResult.Failed ? "failure" : "skipped");
            xml.WriteAttributeString("message", Printable.Escape(cell.Sentence));
            if (cell.Result == VerifyResult.Failed)
            {
                string[] lines =
                [
                    .. (cell.Report?.Failures ?? []).SelectMany(f => (string?[])[f.Finding.ToString(), Verdicts.GuiltyCall(f)])
                        .OfType<string>(),
                    .. (cell.Report?.NeverHeld ?? []).Select(n => n.Message),
                    .. cell.Report?.LockOrders ?? [],
                    cell.Replay(named[cell.Driver]) ?? "",
                ];
                xml.WriteString(string.Join('\n', lines.Where(l => l.Length > 0).Select(l => Printable.Escape(l))));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Says in the document what it will be written as.</summary>
    private sealed class Utf8Writer() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => new UTF8Encoding(false);
    }
}
