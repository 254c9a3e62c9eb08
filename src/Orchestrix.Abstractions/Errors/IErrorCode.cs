namespace Orchestrix.Errors;

/// <summary>Implemented by every exception of this library: a stable code to switch on instead of a message.</summary>
public interface IErrorCode
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    string Code { get; }
}
