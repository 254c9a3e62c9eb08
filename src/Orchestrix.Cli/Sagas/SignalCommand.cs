using System.CommandLine;
using System.Text.Json;
using Orchestrix.Cli.Connections;
using Orchestrix.Cli.Inspect;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.Cli.Sagas;

/// <summary><c>orchestrix sagas signal</c>: tells a saga what it waits for.</summary>
internal static class SignalCommand
{
    /// <summary>The command.</summary>
    public static DetailedCommand Create()
    {
        var saga = StreamArgument.Create();
        var message = new Argument<string>("message") { Description = "The name of the message." };
        var id = new Option<string?>("--id")
        {
            HelpName = "id",
            Description = "The id of the message; a saga takes each one once. Default: a new one.",
        };
        var content = new Option<string?>("--content") { HelpName = "json", Description = "Its content." };
        var (cluster, json) = (new ClusterConnection.Options(), ActCommand.JsonOption());
        var command = new DetailedCommand("signal", "Send a saga a message that it waits for.", ActCommand.Help)
        {
            saga, message, id, content, json,
        };
        cluster.AddTo(command);
        command.SetAction((result, cancellationToken) => Failures.ToExitCodeAsync(async () =>
        {
            var sent = new SagaMessage(
                result.GetValue(id) ?? Guid.NewGuid().ToString(), result.GetRequiredValue(message),
                Check(result.GetValue(content)));
            StreamId stream = result.GetRequiredValue(saga);
            await using var connection = await ClusterConnection.OpenAsync(cluster, result, cancellationToken);
            var status = await SendAsync(ActCommand.Grain(connection, stream), sent);
            if (status == SagaSignalStatus.NotFound)
                throw new ConfigurationException($"There is no saga {stream}.");
            SagaReport.Write(sent.Id, status, result.GetValue(json));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task<SagaSignalStatus> SendAsync(ISagaGrain saga, SagaMessage message)
    {
        try
        {
            return await saga.SignalAsync(message);
        }
        catch (ArgumentException exception)
        {
            throw new ConfigurationException($"The message is not valid: {exception.Message}", exception);
        }
    }

    private static string? Check(string? content)
    {
        try
        {
            if (content is not null)
                using (JsonDocument.Parse(content)) { }
            return content;
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException($"--content is no JSON: {exception.Message}", exception);
        }
    }
}
