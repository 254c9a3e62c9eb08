using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrix.DeadLetters;
using Orchestrix.Feed;
using Orchestrix.Subscriptions;

namespace Orchestrix.Hosting;

/// <summary>Registers what runs subscriptions; a silo that defines none reads nothing.</summary>
internal static class SubscriptionServiceExtensions
{
    public static void AddSubscriptions(this IServiceCollection services)
    {
        services.AddOptions<FeedOptions>()
            .Validate(
                static options => options.PollInterval > TimeSpan.Zero && options.BlindPollInterval > TimeSpan.Zero
                    && options.MinReadInterval >= TimeSpan.Zero
                    && options.MaxReadInterval >= options.MinReadInterval,
                "The intervals of FeedOptions are greater than zero; MinReadInterval may be zero, and MaxReadInterval "
                + "is not below it.")
            .ValidateOnStart();
        services.AddOptions<SubscriptionOptions>()
            .Validate(
                static options => options.WatchInterval > TimeSpan.Zero && options.IdleAfter > TimeSpan.Zero
                    && options.MinPause > TimeSpan.Zero && options.MaxPause >= options.MinPause
                    && options.StalledAfter > TimeSpan.Zero,
                "The times of SubscriptionOptions are greater than zero, and MaxPause is not below MinPause.")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<FeedOptions>, FeedOptionsValidator>();
        services.TryAddSingleton<LogHead>();
        services.TryAddSingleton<LogFeed>();
        services.TryAddSingleton<SubscriptionRegistry>();
        services.TryAddSingleton<SubscriptionRunners>();
        services.TryAddSingleton<SubscriptionWatch>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SubscriptionStarter>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, SubscriptionWatchLoop>();
        services.AddSingleton<IConfigurationValidator, SubscriptionValidator>();
        services.AddOptions<DeadLetterOptions>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeadLetterOptions>, DeadLetterOptionsValidator>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DeadLetterKeeping>();
    }
}
