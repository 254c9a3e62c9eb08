using System.Text.RegularExpressions;

namespace Orchestrix.Tests.Architecture;

/// <summary>Log messages are found by their ids, for ever.</summary>
public sealed partial class LogTests
{
    [Fact]
    public void Each_log_message_has_an_id_that_no_other_has()
    {
        var messages = Repository.Code("src", "silo", "client")
            .SelectMany(file => LoggerMessage().Matches(file.Text).Select(match => (file.Path, Id: match.Groups["id"])))
            .ToArray();

        Assert.NotEmpty(messages);
        Rule.HoldsFor(
            messages.Where(one => !one.Id.Success).Select(one => $"{one.Path} has a message without an id")
                .Concat(messages.Where(one => one.Id.Success).GroupBy(one => one.Id.Value)
                    .Where(same => same.Count() > 1)
                    .Select(same => $"{same.Key} is in {string.Join(" and ", same.Select(one => one.Path))}")),
            "Give the message an id of its own and never change it: operators search for it.");
    }

    [Fact]
    public void Log_messages_are_source_generated() =>
        Rule.HoldsFor(
            Repository.Code("src", "silo", "client").SelectMany(file => file.WhereInCode(line =>
                DirectCall().IsMatch(line) ? line.Trim() : null)),
            "Declare a [LoggerMessage] method with a stable id.");

    [GeneratedRegex(@"\[LoggerMessage\((EventId = )?(?<id>\d+)?")]
    private static partial Regex LoggerMessage();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(")]
    private static partial Regex DirectCall();
}
