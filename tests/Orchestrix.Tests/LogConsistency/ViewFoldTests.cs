using System.Runtime.CompilerServices;
using Microsoft.CSharp.RuntimeBinder;
using Orchestrix.LogConsistency;
using Orleans.EventSourcing;

namespace Orchestrix.Tests.LogConsistency;

/// <summary>A compiled fold does what Orleans' <c>dynamic</c> one does, or is left to it.</summary>
public sealed class ViewFoldTests
{
    public abstract record Event;

    public record Plain : Event;

    public record Derived : Plain;

    public sealed record Marked : Event, IMarked;

    public sealed record Unknown : Event;

    public sealed record Failing : Event;

    public sealed record Convertible : Event
    {
        public static implicit operator string(Convertible _) => "converted";
    }

    internal sealed record Hidden : Event;

    public interface IMarked;

    public static TheoryData<Event> Events =>
        [new Plain(), new Derived(), new Marked(), new Unknown(), new Failing(), new Convertible(), new Hidden()];

    [Theory]
    [MemberData(nameof(Events))]
    public void Folding_gives_what_dynamic_gives_whatever_the_view_declares(Event @event)
    {
        Agrees<OneEach>(@event);
        Agrees<ByBase>(@event);
        Agrees<Overloaded>(@event);
        Agrees<Converting>(@event);
        Agrees<Inheriting>(@event);
        Agrees<HidingItsBase>(@event);
        Agrees<Virtual>(@event);
        Agrees<Optional>(@event);
        Agrees<Generic>(@event);
        Agrees<Explicit>(@event);
        Agrees<Secret>(@event);
        Agrees<Returning>(@event);
    }

    [Fact]
    public void Only_what_is_plain_to_see_is_compiled()
    {
        Assert.True(IsCompiled<OneEach>(typeof(Plain)) && IsCompiled<OneEach>(typeof(Derived)));
        Assert.True(IsCompiled<ByBase>(typeof(Unknown)) && IsCompiled<Returning>(typeof(Plain)));
        Assert.True(IsCompiled<Inheriting>(typeof(Marked)) && IsCompiled<Virtual>(typeof(Plain)));
        Assert.False(IsCompiled<OneEach>(typeof(Unknown)));
        Assert.False(IsCompiled<Overloaded>(typeof(Derived)));
        Assert.False(IsCompiled<Converting>(typeof(Convertible)));
        Assert.False(IsCompiled<ByBase>(typeof(Hidden)));
        Assert.False(IsCompiled<HidingItsBase>(typeof(Plain)));
        Assert.False(IsCompiled<Optional>(typeof(Plain)) || IsCompiled<Generic>(typeof(Plain)));
        Assert.False(IsCompiled<Explicit>(typeof(Marked)) || IsCompiled<Secret>(typeof(Plain)));
    }

    [Fact]
    public void What_Apply_throws_comes_out_as_it_was_thrown()
    {
        var thrown = Assert.Throws<InvalidTimeZoneException>(() =>
            Fold<OneEach>(new Grain<OneEach>())(new OneEach(), new Failing()));
        Assert.Contains(nameof(OneEach.Apply), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grain_with_a_transition_of_its_own_is_asked_itself()
    {
        var view = new OneEach();
        Fold<OneEach>(new OwnTransition())(view, new Plain());
        Fold<OneEach>(new OwnTransitionOfTheBase())(view, new Plain());
        Fold<OneEach>(new SameName())(view, new Plain());
        Assert.Equal("own own Plain ", view.Log);
    }

    private static void Agrees<TView>(Event @event) where TView : View, new() => Assert.Equal(
        Outcome<TView>(view => Dynamic(view, @event)),
        Outcome<TView>(view => Fold<TView>(new Grain<TView>())(view, @event)));

    private static (string Log, Type? Thrown) Outcome<TView>(Action<TView> fold) where TView : View, new()
    {
        var view = new TView();
        try
        {
            fold(view);
            return (view.Log, null);
        }
        catch (Exception exception) when (exception is RuntimeBinderException or InvalidTimeZoneException)
        {
            return (view.Log, exception.GetType());
        }
    }

    /// <summary>Orleans' own way, on a grain that was never activated: the fold needs nothing of it.</summary>
    private static void Dynamic<TView>(TView view, Event @event) where TView : View, new() =>
        ((ILogViewAdaptorHost<TView, Event>)new Grain<TView>()).UpdateView(view, @event);

    private static Action<TView, Event> Fold<TView>(ILogViewAdaptorHost<TView, Event> grain)
        where TView : View, new() => ViewFold<TView, Event>.Of(grain);

    private static bool IsCompiled<TView>(Type @event) where TView : View, new() =>
        ViewFold<TView, Event>.Compile(@event) is not null;

    public class Grain<TView> : JournaledGrain<TView, Event> where TView : View, new();

    public class OwnTransition : Grain<OneEach>
    {
        protected override void TransitionState(OneEach state, Event @event) => state.Log += "own ";
    }

    public sealed class OwnTransitionOfTheBase : OwnTransition;

    public sealed class SameName : Grain<OneEach>
    {
        private int _calls;

        public int Calls => _calls;

        private void TransitionState(string _) => _calls++;
    }

    public abstract class View
    {
        public string Log { get; set; } = "";

        protected void Note(object @event, [CallerMemberName] string by = "") =>
            Log += by == "Apply" ? $"{@event.GetType().Name} " : $"{by} ";
    }

    public sealed class OneEach : View
    {
        public void Apply(Plain @event) => Note(@event);

        public void Apply(IMarked @event) => Note(@event);

        public void Apply(Failing @event)
        {
            Note(@event);
            throw new InvalidTimeZoneException();
        }
    }

    public sealed class ByBase : View
    {
        public void Apply(Event @event) => Note(@event);
    }

    public sealed class Overloaded : View
    {
        public void Apply(object @event) => Log += "object";

        public void Apply(Plain @event) => Log += "plain";

        public void Apply(Derived @event) => Log += "derived";
    }

    public sealed class Converting : View
    {
        public void Apply(string text) => Log += text;

        public void Apply(Plain @event) => Note(@event);

        public void Apply(Event @event) => Log += "event";
    }

    public abstract class Below : View
    {
        public void Apply(Marked @event) => Log += "below";
    }

    public sealed class Inheriting : Below
    {
        public void Apply(Plain @event) => Note(@event);
    }

    public abstract class Hideable : View
    {
        public void Apply(Plain @event) => Log += "base";
    }

    public sealed class HidingItsBase : Hideable
    {
        public new void Apply(Plain @event) => Log += "hiding";
    }

    public abstract class VirtualBase : View
    {
        public virtual void Apply(Plain @event) => Log += "base";
    }

    public sealed class Virtual : VirtualBase
    {
        public override void Apply(Plain @event) => Log += "override";
    }

    public sealed class Optional : View
    {
        public void Apply(Plain @event, int times = 3) => Log += times;
    }

    public sealed class Generic : View
    {
        public void Apply<T>(T @event) => Log += typeof(T).Name;
    }

    public sealed class Explicit : View, Explicit.IApply
    {
        void IApply.Apply(Marked @event) => Log += "explicit";

        private interface IApply
        {
            void Apply(Marked @event);
        }
    }

    public sealed class Secret : View
    {
        internal void Apply(Plain @event) => Log += "internal";
    }

    public sealed class Returning : View
    {
        public int Apply(Plain @event)
        {
            Note(@event);
            return 1;
        }
    }
}
