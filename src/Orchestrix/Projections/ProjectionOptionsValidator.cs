using Microsoft.Extensions.Options;

namespace Orchestrix.Projections;

/// <summary>Checks <see cref="ProjectionOptions"/> when the host starts.</summary>
[OptionsValidator]
internal sealed partial class ProjectionOptionsValidator : IValidateOptions<ProjectionOptions>;
