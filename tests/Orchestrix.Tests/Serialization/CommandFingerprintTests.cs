using Orchestrix.Commands;
using Orchestrix.Serialization;

namespace Orchestrix.Tests.Serialization;

public sealed class CommandFingerprintTests
{
    [GenerateSerializer, Alias("fingerprint.pay")]
    internal sealed record Pay([property: Id(0)] decimal Amount, [property: Id(1)] string To) : Command;

    [GenerateSerializer, Alias("fingerprint.refund")]
    internal sealed record Refund([property: Id(0)] decimal Amount, [property: Id(1)] string To) : Command;

    /// <summary>The same command after a refactoring: other class, other order, an optional property more.</summary>
    internal sealed record RenamedPay(string To, string? Note, decimal Amount) : Command;

    [Fact]
    public void It_is_that_of_the_content_and_not_of_the_envelope() => Assert.Equal(
        CommandFingerprint.Of(new Pay(1m, "a")),
        CommandFingerprint.Of(new Pay(1m, "a") { CommandId = "x", ExpectedVersion = 3 }));

    [Fact]
    public void Another_content_or_another_command_has_another_one()
    {
        Command[] commands = [new Pay(1m, "a"), new Pay(2m, "a"), new Pay(1m, "b"), new Refund(1m, "a")];
        Assert.Equal(commands.Length, commands.Select(CommandFingerprint.Of).Distinct().Count());
    }

    [Fact]
    public void It_survives_moved_properties_and_an_added_optional_one() =>
        Assert.Equal(
            CommandFingerprint.Of(new Pay(1m, "a")),
            CommandFingerprint.Of(new RenamedPay("a", null, 1m), "fingerprint.pay"));

    // The number is stored with every event: whoever changes how it is made fails every repeat of an old command.
    [Fact]
    public void It_is_the_same_for_ever() =>
        Assert.Equal(GoldenFingerprint, CommandFingerprint.Of(new Pay(12.50m, "Žofie")));

    private const long GoldenFingerprint = -2515153603782634440;
}
