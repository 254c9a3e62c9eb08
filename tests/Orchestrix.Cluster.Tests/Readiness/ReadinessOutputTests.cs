using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Readiness;

/// <summary>What pipelines read of <c>orchestrix readiness</c>: JSON, JUnit and the exit code.</summary>
public sealed class ReadinessOutputTests(ReadinessSilo silo) : IClassFixture<ReadinessSilo>, IDisposable
{
    private static readonly string[] _lacking = ["cluster.reminders", "security.http-authentication"];
    private static readonly string[] _counts =
        ["profile", "passed", "failed", "waived", "unknown", "not_applicable"];

    /// <summary>The part of the schema that readers of JUnit agree on: order, names and types.</summary>
    private const string Schema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:complexType name="words" mixed="true">
            <xs:attribute name="message" type="xs:string" /><xs:attribute name="type" type="xs:string" />
          </xs:complexType>
          <xs:element name="testsuites"><xs:complexType>
            <xs:sequence><xs:element name="testsuite" minOccurs="1" maxOccurs="unbounded"><xs:complexType>
              <xs:sequence><xs:element name="testcase" minOccurs="1" maxOccurs="unbounded"><xs:complexType>
                <xs:sequence>
                  <xs:choice minOccurs="0">
                    <xs:element name="skipped" type="words" /><xs:element name="failure" type="words" />
                    <xs:element name="error" type="words" />
                  </xs:choice>
                  <xs:element name="system-out" type="xs:string" minOccurs="0" />
                  <xs:element name="system-err" type="xs:string" minOccurs="0" />
                </xs:sequence>
                <xs:attribute name="name" type="xs:string" use="required" />
                <xs:attribute name="classname" type="xs:string" use="required" />
                <xs:attribute name="time" type="xs:decimal" />
              </xs:complexType></xs:element></xs:sequence>
              <xs:attribute name="name" type="xs:string" use="required" />
              <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required" />
              <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required" />
              <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required" />
              <xs:attribute name="skipped" type="xs:nonNegativeInteger" />
              <xs:attribute name="time" type="xs:decimal" />
            </xs:complexType></xs:element></xs:sequence>
            <xs:attribute name="name" type="xs:string" />
          </xs:complexType></xs:element>
        </xs:schema>
        """;

    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pipeline_reads_the_same_in_xml()
    {
        var path = Path.Combine(_folder.Path, "readiness.xml");
        Directory.CreateDirectory(_folder.Path);
        var (_, report) = await ReadinessRunner.RunAsync(
            "Orchestrix.Cli", [.. silo.Arguments, "--profile", "staging", "--junit", path]);

        var document = XDocument.Load(path);
        var schemas = new XmlSchemaSet();
        schemas.Add(null, XmlReader.Create(new StringReader(Schema)));
        document.Validate(schemas, static (_, wrong) => Assert.Fail(wrong.Message));
        var cases = document.Root!.Elements("testsuite").Elements("testcase").ToArray();
        Assert.Equal(report.GetProperty("checks").GetArrayLength(), cases.Length);
        Assert.Equal(_lacking, Names(cases, "failure"));
        Assert.Equal(
            report.Ids("not_applicable").Concat(report.Ids("unknown")).Order(StringComparer.Ordinal),
            Names(cases, "skipped"));
        Assert.All(document.Root.Elements("testsuite"), static suite => Assert.Equal(
            (Count(suite, "testcase"), Count(suite, "failure"), Count(suite, "skipped")),
            ((int)suite.Attribute("tests")!, (int)suite.Attribute("failures")!, (int)suite.Attribute("skipped")!)));

        static int Count(XElement suite, string name) => suite.Descendants(name).Count();
        static IEnumerable<string> Names(XElement[] cases, string with) =>
            cases.Where(one => one.Element(with) is not null).Select(static one => one.Attribute("name")!.Value)
                .Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_last_line_has_the_counts_and_with_json_every_check()
    {
        var (_, report) = await ReadinessRunner.RunAsync("Orchestrix.Cli", [.. silo.Arguments]);
        var (code, output, _) = await CommandLineProgram.RunAsync("Orchestrix.Cli", ["readiness", .. silo.Arguments]);
        var last = JsonElement.Parse(output.TrimEnd().Split('\n')[^1]);

        Assert.Equal(5, code);
        Assert.Equal(_counts, Keys(last));
        Assert.Equal([.. _counts, "checks"], Keys(report));
        var checks = report.GetProperty("checks").EnumerateArray().ToArray();
        Assert.All(checks, static check =>
        {
            Assert.Equal(
                ["id", "title", "severity", "outcome", "evidence", "why", "mend", "link"], Keys(check));
            Assert.All(check.EnumerateObject(), static one => Assert.NotEmpty(one.Value.GetString()!));
            Assert.Contains(check.GetProperty("severity").GetString(), (string[])["critical", "major", "minor"]);
        });
        Assert.Equal(
            checks.Length, checks.Select(static check => check.GetProperty("id").GetString()).Distinct().Count());
        foreach (var outcome in _counts.Skip(1))
            Assert.Equal(report.GetProperty(outcome).GetInt32(), report.Ids(outcome).Length);
        Assert.Equal(checks.Length, _counts.Skip(1).Sum(outcome => report.GetProperty(outcome).GetInt32()));

        static string[] Keys(JsonElement one) => [.. one.EnumerateObject().Select(static key => key.Name)];
    }

    [Theory]
    [InlineData("--profile", "heaven")]
    [InlineData("--profile", "-1")]
    [InlineData("--profile", "7")]
    [InlineData("--profile", "development,staging")]
    [InlineData("--url", "bank.example")]
    [InlineData("--junit", "/nowhere/readiness.xml")]
    [InlineData("--waivers", "/nowhere/waivers.json")]
    [InlineData("--http-ca", "/nowhere/ca.crt")]
    public async Task What_makes_no_sense_ends_with_1(string option, string value)
    {
        var (code, _, errors) = await CommandLineProgram.RunAsync(
            "Orchestrix.Cli", ["readiness", .. silo.Arguments, $"{option}={value}"]);

        Assert.True(code == 1, errors);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task Whoever_is_stopped_ends_with_130()
    {
        // A gateway that lets everybody in and says nothing.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var process = CommandLineProgram.Start(
            "Orchestrix.Cli", ["readiness", "--gateway", listener.LocalEndpoint.ToString()!]);
        using var accepted = await listener.AcceptTcpClientAsync(Stop);
        using var signal = System.Diagnostics.Process.Start(
            "kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public async Task Help_and_page_list_every_exit_code()
    {
        var (_, help, _) = await CommandLineProgram.RunAsync("Orchestrix.Cli", ["readiness", "--help"]);
        var page = await File.ReadAllTextAsync(
            Path.Combine(Observability.PrometheusProcess.Root, "docs", "operating", "readiness.md"), Stop);

        foreach (var text in (string[])[help, page])
        {
            var codes = text[text.IndexOf("Exit codes:", StringComparison.Ordinal)..];
            Assert.Matches(@"(?s)^Exit codes: 0 .*\b1 .*\b3 .*\b5 .*\b130 ", codes);
        }
    }
}
