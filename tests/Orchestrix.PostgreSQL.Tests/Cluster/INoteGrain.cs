namespace Orchestrix.PostgreSQL.Tests.Cluster;

/// <summary>A grain with stored state and a reminder, to use each provider once.</summary>
[Alias("orchestrix.tests.note")]
public interface INoteGrain : IGrainWithStringKey
{
    [Alias("read")]
    Task<string?> ReadAsync();

    [Alias("write")]
    Task WriteAsync(string text);

    [Alias("clear")]
    Task ClearAsync();

    [Alias("remind")]
    Task RemindAsync(string name);

    [Alias("forget")]
    Task<bool> ForgetAsync(string name);

    [Alias("reminders")]
    Task<IReadOnlyList<string>> RemindersAsync();
}
