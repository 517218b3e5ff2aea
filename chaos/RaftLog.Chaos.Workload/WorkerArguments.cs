using System.Globalization;

namespace RaftLog.Chaos.Workload;

/// <summary>The command line of a worker: what it is told by <see cref="WorkloadProcesses"/>, as <c>--name value</c> pairs.</summary>
internal sealed record WorkerArguments(WorkerKind Kind, string Name, string BootstrapServers, string Topic, string RunFolder)
{
    public int Rate { get; init; } = 1_000;

    public int ValueBytes { get; init; } = 128;

    public int Keys { get; init; } = 64;

    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The group of a member; for the reader of the whole log, the groups whose commits it looks at, separated by commas.</summary>
    public string Group { get; init; } = "";

    public TimeSpan Restart { get; init; }

    /// <summary>The topic that a transformer gives to.</summary>
    public string Target { get; init; } = "";

    /// <summary>For a worker that ends by itself: after so many updates or records.</summary>
    public int Count { get; init; }

    /// <summary>The codec of a worker that updates keys, as Kafka names it.</summary>
    public string Codec { get; init; } = "none";

    /// <summary>The command line.</summary>
    public IEnumerable<string> ToArguments() =>
    [
        "--kind", Kind.ToString(),
        "--name", Name,
        "--bootstrap", BootstrapServers,
        "--topic", Topic,
        "--folder", RunFolder,
        "--rate", Rate.ToString(CultureInfo.InvariantCulture),
        "--value-bytes", ValueBytes.ToString(CultureInfo.InvariantCulture),
        "--keys", Keys.ToString(CultureInfo.InvariantCulture),
        "--delivery-timeout-ms", Milliseconds(DeliveryTimeout),
        "--restart-ms", Milliseconds(Restart),
        "--group", Group,
        "--target", Target,
        "--count", Count.ToString(CultureInfo.InvariantCulture),
        "--codec", Codec,
    ];

    /// <summary>Reads a command line.</summary>
    /// <exception cref="ArgumentException">A name is missing or a value is wrong.</exception>
    public static WorkerArguments Parse(string[] args)
    {
        if (args.Length % 2 != 0)
        {
            throw new ArgumentException("Arguments come in pairs: --name value.");
        }

        var values = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        string Required(string name) => values.TryGetValue(name, out string? value) ? value : throw new ArgumentException($"{name} is missing.");
        int Number(string name) => int.TryParse(Required(name), CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentException($"{name} must be a number, not '{Required(name)}'.");
        return new WorkerArguments(
            Enum.TryParse(Required("--kind"), out WorkerKind kind) ? kind : throw new ArgumentException($"There is no worker '{Required("--kind")}'."),
            Required("--name"),
            Required("--bootstrap"),
            Required("--topic"),
            Required("--folder"))
        {
            Rate = Number("--rate"),
            ValueBytes = Number("--value-bytes"),
            Keys = Number("--keys"),
            DeliveryTimeout = TimeSpan.FromMilliseconds(Number("--delivery-timeout-ms")),
            Restart = TimeSpan.FromMilliseconds(Number("--restart-ms")),
            Group = Required("--group"),
            Target = Required("--target"),
            Count = Number("--count"),
            Codec = Required("--codec"),
        };
    }

    private static string Milliseconds(TimeSpan time) => ((int)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
