using Bank.Client.Configuration;
using Microsoft.AspNetCore.Diagnostics;

namespace Bank.Client.Problems;

/// <summary>Turns whatever an endpoint throws into a problem; what happened inside goes to the log only.</summary>
internal sealed partial class ProblemExceptionHandler(ApiSettings settings, ILogger<ProblemExceptionHandler> logger)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return false;
        var problem = ExceptionProblems.From(exception, httpContext.Request, settings);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
            Log(problem, exception);
        await problem.Result.ExecuteAsync(httpContext);
        return true;
    }

    private void Log((int Status, string Code, ProblemResult Result) problem, Exception exception)
    {
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            LogUnavailable(problem.Code, exception.GetType().Name);
        else
            LogFailure(problem.Code, exception);
    }

    [LoggerMessage(10, LogLevel.Warning, "A request was answered with 503 {Code} ({Reason}).")]
    private partial void LogUnavailable(string code, string reason);

    [LoggerMessage(11, LogLevel.Error, "A request failed with {Code}.")]
    private partial void LogFailure(string code, Exception exception);
}
