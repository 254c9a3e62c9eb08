using System.Runtime.CompilerServices;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.PostgreSQL.Tests.Local;

/// <summary>
/// Makes a second process of this program a parent that starts a server and then waits to be killed. It replaces the
/// test run when the variable is set, before the test runner looks at anything.
/// </summary>
internal static class ParentProgram
{
    public const string Variable = "ORCHESTRIX_TEST_PARENT_OF";
    public const string Started = "started";

#pragma warning disable CA2255 // This is a program, not a library: the initializer is its other entry point.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Run()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } directory)
            return;

        var options = new LocalPostgresOptions { DataDirectory = directory };
        var server = LocalPostgres.StartAsync(options).GetAwaiter().GetResult();
        Console.WriteLine($"{Started} {server.ProcessId}");
        new ManualResetEventSlim().Wait();
    }
}
