using Orchestrix.Observability.Metrics;

namespace Orchestrix.Tests.Observability;

/// <summary>Names by the specification's rules for Prometheus.</summary>
public class MetricNamesTests
{
    [Theory]
    [InlineData("orchestrix.commands", "{command}", true, "orchestrix_commands_total")]
    [InlineData("orchestrix.commands.latency", "s", false, "orchestrix_commands_latency_seconds")]
    [InlineData("orchestrix.append.batch_size", "{commit}", false, "orchestrix_append_batch_size")]
    [InlineData("orchestrix.dead_letters", "{letter}", false, "orchestrix_dead_letters")]
    [InlineData("orleans-app-requests-latency", "ms", false, "orleans_app_requests_latency_milliseconds")]
    [InlineData("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", true, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("bytes.total", "By", true, "bytes_total")]
    [InlineData("cpu.utilization", "1", false, "cpu_utilization_ratio")]
    [InlineData("speed", "By/s", false, "speed_bytes_per_second")]
    [InlineData("visits", "{visit}/min", false, "visits_per_minute")]
    [InlineData("2fast..2furious", null, false, "_2fast_2furious")]
    public void Of_instruments(string instrument, string? unit, bool isCounter, string expected) =>
        Assert.Equal(expected, MetricNames.Metric(instrument, unit, isCounter, "orchestrix"));

    [Fact]
    public void The_namespace_is_that_of_the_options() => Assert.Equal(
        "shop_commands_total", MetricNames.Metric("orchestrix.commands", null, true, "shop"));

    [Theory]
    [InlineData("http.route", "http_route")]
    [InlineData("le", "le_")]
    [InlineData("__name__", "_name_")]
    [InlineData("1st", "_1st")]
    [InlineData("", "_")]
    public void Of_tags(string tag, string expected) => Assert.Equal(expected, MetricNames.Label(tag));
}
