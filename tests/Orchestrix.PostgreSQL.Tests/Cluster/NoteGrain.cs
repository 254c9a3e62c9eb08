using Orleans.Runtime;

namespace Orchestrix.PostgreSQL.Tests.Cluster;

[GrainType("note")]
public sealed class NoteGrain([PersistentState("note", "Default")] IPersistentState<NoteState> state)
    : Grain, INoteGrain, IRemindable
{
    public Task<string?> ReadAsync() => Task.FromResult(state.RecordExists ? state.State.Text : null);

    public Task WriteAsync(string text)
    {
        state.State.Text = text;
        return state.WriteStateAsync();
    }

    public Task ClearAsync() => state.ClearStateAsync();

    public Task RemindAsync(string name) =>
        this.RegisterOrUpdateReminder(name, TimeSpan.FromHours(1), TimeSpan.FromDays(60));

    public async Task<bool> ForgetAsync(string name)
    {
        if (await this.GetReminder(name) is not { } reminder)
            return false;

        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<IReadOnlyList<string>> RemindersAsync() =>
        [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal)];

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;
}
