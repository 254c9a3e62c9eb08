using Microsoft.Extensions.Options;

namespace Orchestrix.DeadLetters;

/// <summary>Checks <see cref="DeadLetterOptions"/> when the host starts.</summary>
[OptionsValidator]
internal sealed partial class DeadLetterOptionsValidator : IValidateOptions<DeadLetterOptions>;
