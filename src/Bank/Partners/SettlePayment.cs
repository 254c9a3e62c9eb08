using Orchestrix.Commands;

namespace Bank.Partners;

/// <summary>Settles a pending payment whose time has come. Changes nothing else, so that it needs no id.</summary>
public sealed record SettlePayment : Command;
