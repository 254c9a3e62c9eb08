using Bank.Client.Cluster;
using Bank.Client.Configuration;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Components;

namespace Bank.Client.Ops;

/// <summary>
/// Base of the pages: reads what a page shows before it is rendered, with a deadline, and turns what goes wrong into
/// words. Derived pages render <see cref="Trouble"/> in place of their content.
/// </summary>
public abstract class OpsPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>What could not be read, or null.</summary>
    protected OpsTrouble? Trouble { get; private set; }

    /// <summary>How long the page waits for what it shows. 4 s.</summary>
    protected virtual TimeSpan Deadline => TimeSpan.FromSeconds(4);

    /// <summary>True if the one who looks may act.</summary>
    protected bool MayAct { get; private set; }

    [Inject]
    private protected IClusterClient Cluster { get; set; } = null!;

    [Inject]
    private protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private protected ApiSettings Settings { get; set; } = null!;

    [Inject]
    private ClusterConnection Connection { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        MayAct = OpsAccess.MayAct(Http);
        await TryAsync(LoadAsync);
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Says that what the address names is not there.</summary>
    protected void NotThere(string what) => Fail(new OpsTrouble("Not found", what), StatusCodes.Status404NotFound);

    /// <summary>Sends the browser to another page, with GET.</summary>
    protected void GoTo(string address)
    {
        Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        Http.Response.Headers.Location = address;
    }

    /// <summary>Does something that may fail, and remembers why it did. True if it did not.</summary>
    private protected async Task<bool> TryAsync(Func<CancellationToken, Task> work)
    {
        if (!Connection.IsEstablished)
        {
            Fail(OpsTrouble.NoSilo, StatusCodes.Status503ServiceUnavailable);
            return false;
        }
        using var deadline = new CancellationTokenSource(Deadline, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted, deadline.Token);
        try
        {
            await work(either.Token).WaitAsync(Deadline, Time, Http.RequestAborted);
            return true;
        }
        // Whatever it was, the page says so; what nobody foresaw goes to the log as well.
        catch (Exception exception) when (!Http.RequestAborted.IsCancellationRequested)
        {
            var problem = ExceptionProblems.From(exception, Http.Request, Settings);
            if (problem.Status == StatusCodes.Status500InternalServerError)
                throw;
            Fail(OpsTrouble.Of(problem.Code, problem.Result), problem.Status);
            return false;
        }
    }

    /// <summary>Says why the page does not show what it should, and answers with a status.</summary>
    private protected void Fail(OpsTrouble trouble, int status)
    {
        Trouble = trouble;
        if (Http.Response.HasStarted)
            return;
        // Razor components render nothing if they find 404 already set.
        Http.Response.OnStarting(() =>
        {
            Http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
    }
}
