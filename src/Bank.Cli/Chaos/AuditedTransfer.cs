namespace Bank.Cli.Chaos;

/// <summary>A transfer as the log has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Starts">How often it was started.</param>
/// <param name="LastEvent">The type of its latest event.</param>
/// <param name="Debits">How often its amount was taken.</param>
/// <param name="Credits">How often its amount was given.</param>
/// <param name="Refunds">How often its amount was given back.</param>
/// <param name="Amount">What was to be moved.</param>
/// <param name="AmountsFit">False if a booking has another amount.</param>
internal sealed record AuditedTransfer(
    string Id, long Starts, string LastEvent, long Debits, long Credits, long Refunds, decimal Amount, bool AmountsFit)
{
    public bool IsCompleted => LastEvent is "saga.completed";

    public bool IsCompensated => LastEvent is "saga.compensated";

    public bool IsParked => LastEvent is "saga.parked";

    public bool IsAtRest => IsCompleted || IsCompensated || IsParked;

    /// <summary>True if something took effect more than once.</summary>
    public bool IsDoubled => Starts > 1 || Debits > 1 || Credits > 1 || Refunds > 1;

    /// <summary>True if what happened to the accounts is what its end says.</summary>
    public bool IsTrue => AmountsFit && !IsDoubled && (Debits, Credits, Refunds) switch
    {
        (1, 1, 0) => IsCompleted || IsParked,
        (0, 0, 0) => IsCompensated || IsParked,
        (1, 0, 1) => IsCompensated,
        (1, 0, 0) => IsParked,
        _ => false,
    };

    /// <summary>What was taken and has not arrived anywhere: a person is asked to see to it.</summary>
    public decimal OnTheWay => (Debits - Credits - Refunds) * Amount;
}
