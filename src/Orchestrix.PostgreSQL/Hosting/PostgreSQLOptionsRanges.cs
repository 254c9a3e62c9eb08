using Microsoft.Extensions.Options;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Checks <see cref="PostgreSQLOptions"/> when the host starts.</summary>
[OptionsValidator]
internal sealed partial class PostgreSQLOptionsRanges : IValidateOptions<PostgreSQLOptions>;
