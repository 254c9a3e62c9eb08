using Microsoft.Extensions.Options;

namespace Orchestrix.Snapshots;

/// <summary>Checks the ranges of <see cref="SnapshotOptions"/> when the host starts.</summary>
[OptionsValidator]
internal sealed partial class SnapshotOptionsValidator : IValidateOptions<SnapshotOptions>;
