using System.Net.Http.Headers;
using System.Text;

namespace Orchestrix.Cluster.Tests.Security;

/// <summary>A request to an operation, with one thing in it that is not in order.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Address">Path and query, sent as they are.</param>
/// <param name="Json">The body, if there is one.</param>
internal sealed record ApiRequest(ApiOperation Operation, string Place, string Address, string? Json)
{
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>A header to send, if there is one.</summary>
    public (string Name, string Value)? Header { get; init; }

    public HttpRequestMessage ToMessage(Uri host)
    {
        var message = new HttpRequestMessage(
            Operation.Method, new Uri($"{host.GetLeftPart(UriPartial.Authority)}{Address}", AsItIs));
        if (Json is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Json));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        if (Header is { } header)
        {
            message.Headers.Remove(header.Name);
            message.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }
        return message;
    }

    public override string ToString() => $"{Operation.Name}, {Place}";
}
