namespace Bank.Client.OpenApi;

/// <summary>A header that the successful answers of an endpoint carry.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it says.</param>
internal sealed record AnswerHeader(string Name, string Description);
