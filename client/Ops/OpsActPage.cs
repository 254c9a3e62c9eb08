using Orchestrix.Commands;
using Orchestrix.Events;

namespace Bank.Client.Ops;

/// <summary>Base of the pages that do something, after they have asked.</summary>
public abstract class OpsActPage : OpsPage
{
    /// <summary>Who acts.</summary>
    protected string Actor => OpsAccess.ActorOf(Http) ?? "";

    /// <summary>
    /// True if the form is shown. After a submission it always is: without it Blazor knows no one who takes what was
    /// sent.
    /// </summary>
    protected bool IsAsking => Trouble is null || HttpMethods.IsPost(Http.Request.Method);

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if (!MayAct)
            Fail(OpsTrouble.MayNotAct, StatusCodes.Status403Forbidden);
    }

    /// <summary>Does it in the name of the actor, and leads to a page that shows what came of it.</summary>
    /// <param name="act">Answers what was wrong, or null.</param>
    /// <param name="next">The page.</param>
    private protected async Task<string?> ActAsync(Func<Task<string?>> act, string next)
    {
        if (!MayAct)
            return OpsTrouble.MayNotAct.Title;
        CallContext.Set(CallContext.Current with { Actor = Actor });
        string? problem = null;
        if (!await TryAsync(async _ => problem = await act()))
        {
            return $"{Trouble!.Title}: it is not known whether it took effect. Look before you try again.";
        }
        if (problem is null)
            GoTo(next);
        return problem;
    }
}
