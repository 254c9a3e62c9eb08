using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Orchestrix.Errors;
using Orchestrix.Readiness;

namespace Orchestrix.Cli.Readiness;

/// <summary>A run as pipelines read it: a suite for each group, a case for each check.</summary>
internal static class JUnitReport
{
    /// <summary>Writes the file.</summary>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public static void Write(ReadinessReport report, string path)
    {
        try
        {
            Of(report).Save(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The document.</summary>
    public static XDocument Of(ReadinessReport report) => new(new XElement("testsuites",
        new XAttribute("name", $"readiness {ReadinessReport.Lower(report.Profile)}"),
        report.Results.GroupBy(static result => result.Check.Group).Select(static group => new XElement("testsuite",
            new XAttribute("name", group.Key),
            Number("tests", group.Count()),
            Number("failures", group.Count(static result => result.Outcome == CheckOutcome.Failed)),
            Number("errors", 0),
            Number("skipped", group.Count(IsSkipped)),
            group.Select(Case)))));

    private static XElement Case(CheckResult result) => new("testcase",
        new XAttribute("classname", $"readiness.{result.Check.Group}"), new XAttribute("name", result.Check.Id),
        result.Outcome == CheckOutcome.Failed
            ? new XElement("failure",
                new XAttribute("type", ReadinessReport.Lower(result.Check.Severity)),
                new XAttribute("message", Text(result.Evidence)),
                $"{result.Check.Why}\nMend: {result.Check.Mend}\n{result.Check.Link}")
            : null,
        IsSkipped(result)
            ? new XElement("skipped", new XAttribute(
                "message", Text($"{ReadinessReport.Lower(result.Outcome)}: {result.Evidence}")))
            : new XElement("system-out", Text(result.Evidence)));

    // Evidence may quote what another program has said; XML takes no control characters, however they are written.
    private static string Text(string evidence) =>
        string.Concat(evidence.Select(static one => XmlConvert.IsXmlChar(one) ? one : '?'));

    private static bool IsSkipped(CheckResult result) =>
        result.Outcome is CheckOutcome.Waived or CheckOutcome.Unknown or CheckOutcome.NotApplicable;

    private static XAttribute Number(string name, int value) =>
        new(name, value.ToString(CultureInfo.InvariantCulture));
}
