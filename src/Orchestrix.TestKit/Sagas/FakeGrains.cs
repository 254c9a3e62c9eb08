namespace Orchestrix.TestKit.Sagas;

/// <summary>
/// A grain factory that gives out objects of a test. Each kind of participant is added with a function that makes one
/// for a key; it is made once for each key. Only string keys are known.
/// </summary>
public sealed class FakeGrains : IGrainFactory
{
    private readonly Dictionary<Type, Func<string, object>> _makers = [];
    private readonly Dictionary<(Type Type, string Key), object> _made = [];

    internal IParticipantSeam? Seam { get; set; }

    internal Func<GrainId, object>? ById { get; set; }

    /// <summary>Adds a kind of participant.</summary>
    public FakeGrains Add<TGrain>(Func<string, TGrain> make) where TGrain : class, IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(make);
        _makers[typeof(TGrain)] = key => Seam is null
            ? make(key)
            : ParticipantProxy.Make(make(key), $"{typeof(TGrain).Name}[{key}]", Seam);
        return this;
    }

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)Get(typeof(TGrainInterface), primaryKey);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable =>
        ById is { } byId && typeof(TGrainInterface) == typeof(Orchestrix.Sagas.ISagaGrain)
            ? (TGrainInterface)byId(grainId)
            : (TGrainInterface)Get(typeof(TGrainInterface), grainId.Key.ToString()!);

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)Get(grainInterfaceType, grainPrimaryKey);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw OnlyStrings();

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => throw OnlyStrings();

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(
        Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw OnlyStrings();

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(
        long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw OnlyStrings();

    /// <inheritdoc/>
    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw OnlyStrings();

    /// <inheritdoc/>
    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw OnlyStrings();

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw OnlyStrings();

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw OnlyStrings();

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw OnlyStrings();

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw OnlyStrings();

    /// <inheritdoc/>
    public IAddressable GetGrain(GrainId grainId) => throw OnlyStrings();

    /// <inheritdoc/>
    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw OnlyStrings();

    /// <inheritdoc/>
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw OnlyStrings();

    /// <inheritdoc/>
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        throw OnlyStrings();

    private object Get(Type type, string key)
    {
        if (_made.TryGetValue((type, key), out var made))
            return made;
        if (!_makers.TryGetValue(type, out var make))
            throw new InvalidOperationException($"No participant {type.Name} was added to the test.");
        return _made[(type, key)] = make(key);
    }

    private static NotSupportedException OnlyStrings() => new("The participants of a test have string keys.");
}
