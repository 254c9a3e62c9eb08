using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrix.Serialization;

namespace Orchestrix.Inspection;

/// <summary>
/// Shows states as JSON for people and programs: in the dialect of events, with everything that is public, computed
/// properties too. No contract, and never read back.
/// </summary>
internal sealed class StateText(EventTypeRegistry registry, bool indented = false)
{
    private readonly JsonSerializerOptions _json =
        new(EventJson.CreateOptions(registry.JsonResolvers))
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.Never,
            ReferenceHandler = ReferenceHandler.IgnoreCycles,
            WriteIndented = indented,
        };

    /// <summary>The state as JSON.</summary>
    public string Of(object state) => JsonSerializer.Serialize(state, _json.GetTypeInfo(state.GetType()));
}
