namespace RaftLog.Server.Metrics;

/// <summary>How measurements of an instrument become the value of a series.</summary>
internal enum MetricKind
{
    /// <summary>Measurements add up and never go down.</summary>
    Counter,

    /// <summary>Measurements are totals that the instrument itself counted.</summary>
    ObservedCounter,

    /// <summary>Measurements add up, in both directions.</summary>
    UpDownCounter,

    /// <summary>The last measurement counts.</summary>
    Gauge,

    /// <summary>The last measurement counts, until the next scrape.</summary>
    ObservedGauge,

    /// <summary>Measurements are counted in buckets.</summary>
    Histogram,
}
