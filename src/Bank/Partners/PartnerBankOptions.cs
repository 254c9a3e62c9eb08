namespace Bank.Partners;

/// <summary>
/// How partner banks behave. Without any settings every one of them settles each payment at once. The silo reads them
/// from the section <c>PartnerBanks</c> of its configuration, for example <c>PartnerBanks__Banks__AB__FailureRate</c>.
/// </summary>
public sealed class PartnerBankOptions
{
    /// <summary>
    /// Makes what goes wrong repeatable: the same seed and the same order of payments are the same faults, and whether
    /// a payment is rejected depends on the seed and its id alone. Null, the default, draws at random.
    /// </summary>
    public int? Seed { get; set; }

    /// <summary>The behavior of the banks that have one, by name; names ignore case.</summary>
    public IDictionary<string, PartnerBankBehavior> Banks { get; } =
        new Dictionary<string, PartnerBankBehavior>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The behavior of a bank: that which is set, or that of a bank without fault.</summary>
    public PartnerBankBehavior Of(string bank) => Banks.TryGetValue(bank, out var behavior) ? behavior : new();
}
