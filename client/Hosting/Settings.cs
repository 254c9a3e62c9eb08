using System.ComponentModel.DataAnnotations;
using Orchestrix.Errors;

namespace Bank.Client.Hosting;

/// <summary>Reads a section of the configuration and checks it before anything starts.</summary>
internal static class Settings
{
    public static T Read<T>(IConfiguration configuration, string section) where T : class, new()
    {
        try
        {
            var settings = configuration.GetSection(section).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
            Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
            return settings;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ValidationException)
        {
            throw new ConfigurationException($"The configuration section {section} is not valid: {exception.Message}", exception);
        }
    }
}
