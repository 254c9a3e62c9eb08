using Microsoft.Extensions.Options;

namespace Orchestrix.Feed;

/// <summary>Checks <see cref="FeedOptions"/> when the host starts.</summary>
[OptionsValidator]
internal sealed partial class FeedOptionsValidator : IValidateOptions<FeedOptions>;
