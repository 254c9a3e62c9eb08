using Orchestrix.Errors;

namespace Bank.Partners;

/// <summary>A partner bank failed; whether it has acted is not known.</summary>
[GenerateSerializer, Alias("bank.partner-bank-exception")]
public sealed class PartnerBankException(string message) : Exception(message), IErrorCode
{
    /// <inheritdoc/>
    public string Code => "partner-bank.failed";
}
