using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>
/// A silo and the API as processes in Production, on PostgreSQL, with two accounts; and what they log.
/// </summary>
internal sealed class InjectionFixture : IAsyncDisposable
{
    public const string Account = "attacked";
    public const string Other = "witness";

    private readonly SiloProcess _silo;
    private readonly ApiProcess _api;

    private InjectionFixture(TestDatabase database, SiloProcess silo, ApiProcess api)
    {
        (Database, _silo, _api) = (database, silo, api);
        // What an attacker sends, and no library would: headers in any encoding, no redirects, no cookies of its own.
        Http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        })
        {
            BaseAddress = api.Http.BaseAddress,
            // Shorter than the waits that are injected.
            Timeout = TimeSpan.FromSeconds(20),
        };
        TestKey.AddTo(Http);
    }

    public TestDatabase Database { get; }

    public HttpClient Http { get; }

    public static async Task<InjectionFixture> StartAsync(PostgresFixture postgres)
    {
        var database = await postgres.CreateDatabaseAsync();
        (string, string?)[] common = [("DOTNET_ENVIRONMENT", "Production"), ("Logging__LogLevel__Default", "Debug")];
        var silo = SiloProcess.Start([
            .. common,
            ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
            ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString),
        ]);
        var api = ApiProcess.Start(silo.GatewayPort, [
            .. common,
            ("Logging__LogLevel__Microsoft.AspNetCore", "Information"),
            ("Api__RateLimitPermits", "1000000"),
            // Followers that have gone are noticed a moment later.
            ("Api__MaxEventStreams", "10000"),
            ("Ops__IsEnabled", "true"),
        ]);
        var fixture = new InjectionFixture(database, silo, api);
        await silo.UntilAsync("/health/ready", 200);
        await api.ReadyAsync();
        foreach (var id in new[] { Account, Other })
        {
            await fixture.PostAsync("/accounts", new { id, owner = "Ada", currency = "EUR" });
            await fixture.PostAsync($"/accounts/{id}/deposits", new { amount = 1_000_000, currency = "EUR" });
        }
        return fixture;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(
        await Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    /// <summary>Stops both; returns what they have logged.</summary>
    public async Task<string> StopAsync()
    {
        var api = await _api.StopAsync();
        _silo.Terminate();
        var (code, output, errors) = await _silo.ExitAsync();
        Assert.Equal((0, ""), (code, errors));
        return api + output;
    }

    /// <summary>What there is in the database beside rows: tables, functions, triggers, roles, rights.</summary>
    public Task<string> SchemaAsync() => Database.ScalarAsync<string>(
        """
        select string_agg(line, E'\n' order by line) from (
            select format('%s %s.%s %s', c.relkind, n.nspname, c.relname, c.relacl) as line
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not like 'pg\_%'
              and n.nspname not in ('information_schema', 'orchestrix_projections')
            union all
            select format('f %s %s', p.oid::regprocedure, p.proacl) from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace where n.nspname not like 'pg\_%'
            union all
            select format('t %s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger
            where tgrelid::regclass::text not like 'orchestrix\_projections%'
            union all
            select format('r %s %s %s', rolname, rolsuper, rolcanlogin) from pg_roles
            where rolname not like 'test%'
        ) as everything
        """);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _api.DisposeAsync();
        await _silo.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task PostAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
