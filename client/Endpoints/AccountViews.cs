using Bank.Client.Tenants;
using Bank.Contracts.Replies;

namespace Bank.Client.Endpoints;

/// <summary>Accounts as callers see them.</summary>
internal static class AccountViews
{
    /// <summary>With the id that the caller knows the account by.</summary>
    public static AccountView Shown(AccountView view) => view with { Id = CallerKeys.IdOf(view.Id) };
}
