using Bank.Client.Auth;
using Bank.Client.Pipeline;
using Bank.Client.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bank.Client.OpenApi;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>: what the framework cannot see in the code.</summary>
internal static class ApiDocument
{
    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(static (document, context, _) =>
        {
            SecurityDescriptions.AddSchemes(
                document, context.ApplicationServices.GetRequiredService<AuthSettings>());
            FormDescriptions.Add(document, context.ApplicationServices.GetRequiredService<EndpointDataSource>());
            // Relative addresses: the framework repeats what the caller has written as Host.
            document.Servers = null;
            document.Info.Title = "Orchestrix bank";
            document.Info.Version = "1";
            document.Info.Description =
                "Accounts on event-sourced grains. Problems are application/problem+json (RFC 9457).";
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            SecurityDescriptions.Describe(operation, metadata, context.Document!,
                context.ApplicationServices.GetRequiredService<AuthSettings>());
            var headers = metadata.OfType<AnswerHeader>().ToArray();
            foreach (var (status, response) in operation.Responses ?? [])
                Describe(status, (OpenApiResponse)response, headers);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static (schema, context, _) =>
        {
            if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(decimal))
                (schema.Type, schema.Format) = (JsonSchemaType.Number, "decimal");
            if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
                DescribeProblem(schema);
            return Task.CompletedTask;
        });
    });

    private static void Describe(string status, OpenApiResponse response, AnswerHeader[] success)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>();
        AddHeader(response, CorrelationMiddleware.Header, "The conversation; the caller's own if it sent a sound one.");
        foreach (var header in status[0] == '2' ? success : [])
            AddHeader(response, header.Name, header.Description);
        if (status is "429" or "503")
            AddHeader(response, "Retry-After", "Seconds to wait before the request is sent again.");
    }

    private static void AddHeader(OpenApiResponse response, string name, string description) =>
        response.Headers![name] = new OpenApiHeader
        {
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

    private static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] = Text("Stable, for programs; the last part of the type.");
        schema.Properties["traceId"] = Text("Names the request to an operator.");
        schema.Properties["currentVersion"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Description = "The account's version, where another one was expected.",
        };
        schema.Properties["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "What is wrong with the request.",
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    [JsonName(nameof(ProblemError.Field))] =
                        Text("The member of the body, the header or the parameter."),
                    [JsonName(nameof(ProblemError.Code))] = Text("Stable, for programs."),
                    [JsonName(nameof(ProblemError.Detail))] = Text("For people."),
                },
            },
        };
    }

    private static string JsonName(string name) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(name);

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };
}
