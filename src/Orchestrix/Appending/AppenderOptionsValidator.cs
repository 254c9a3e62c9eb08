using Microsoft.Extensions.Options;

namespace Orchestrix.Appending;

/// <summary>Checks <see cref="AppenderOptions"/> when the host starts.</summary>
[OptionsValidator]
internal sealed partial class AppenderOptionsValidator : IValidateOptions<AppenderOptions>;
