using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrix.Benchmarks.Workers;

/// <summary>
/// Runs one system under test in a process of its own, so that its processor time and memory are its own. Reads a
/// <see cref="Scenario"/> a line, and answers with the line <c>measuring</c> when the clock starts, <c>measured</c>
/// when it stops, and a <see cref="Measurement"/> when the last caller has its answer. Ends with its standard input.
/// </summary>
public static class Worker
{
    /// <summary>The environment variable that holds the connection string of the database's owner.</summary>
    public const string ConnectionVariable = "ORCHESTRIX_BENCH_CONNECTION";

    /// <summary>The line that says that the system is ready.</summary>
    public const string Ready = "ready";

    /// <summary>The line that says that the clock has started.</summary>
    public const string Measuring = "measuring";

    /// <summary>The line that says that the clock has stopped.</summary>
    public const string Measured = "measured";

    /// <summary>How lines are written and read.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Serves until the standard input ends.</summary>
    public static async Task RunAsync(IWorkload workload)
    {
        await using (workload)
        {
            var connection = Environment.GetEnvironmentVariable(ConnectionVariable)
                ?? throw new InvalidOperationException($"{ConnectionVariable} is not set.");
            await workload.StartAsync(connection, CancellationToken.None);
            await Console.Out.WriteLineAsync(Ready);
            while (await Console.In.ReadLineAsync() is { } line)
            {
                var scenario = JsonSerializer.Deserialize<Scenario>(line, Json)!;
                GC.Collect();
                var measurement = await new ClosedLoop(workload, scenario).RunAsync(
                    static () => Console.Out.WriteLineAsync(Measuring),
                    static () => Console.Out.WriteLineAsync(Measured));
                if (scenario.Streams is null)
                    await workload.ForgetAsync();
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(measurement, Json));
            }
        }
    }
}
