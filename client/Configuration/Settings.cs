using System.ComponentModel.DataAnnotations;
using Orchestrix.Errors;

namespace Bank.Client.Configuration;

/// <summary>Reads a section of the configuration and checks it before anything starts.</summary>
internal static class Settings
{
    public static T Read<T>(IConfiguration configuration, string section) where T : class, new()
    {
        try
        {
            var settings = new T();
            configuration.GetSection(section).Bind(settings, binder => binder.ErrorOnUnknownConfiguration = true);
            Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
            return settings;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ValidationException)
        {
            throw new ConfigurationException(
                $"The configuration section {section} is not valid: {exception.Message}", exception);
        }
    }
}
