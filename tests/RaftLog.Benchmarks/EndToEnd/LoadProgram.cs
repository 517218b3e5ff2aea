using RaftLog.Benchmarks.Librdkafka;
using RaftLog.LocalCluster;

namespace RaftLog.Benchmarks.EndToEnd;

/// <summary>A program that makes load. All take the same options and print the same JSON, so that rows differ in what they ask for only.</summary>
/// <param name="NamePrefix">What the names of its rows begin with.</param>
/// <param name="TitlePrefix">What the titles of its rows begin with.</param>
/// <param name="Path">Where it is.</param>
/// <param name="WhyMissing">Why it cannot run here; null when it can.</param>
/// <param name="Arguments">Its arguments for "produce" or "consume", a topic and bootstrap servers.</param>
internal sealed record LoadProgram(
    string NamePrefix, string TitlePrefix, Func<string> Path, Func<string?> WhyMissing, Func<string, string, string, string[]> Arguments)
{
    /// <summary><c>raftlog bench</c>: the managed client.</summary>
    public static readonly LoadProgram Own = new(
        "", "", () => Checkout.CommandLineProgram, () => null, (what, topic, bootstrap) => ["bench", what, topic, "--bootstrap", bootstrap, "--json"]);

    /// <summary>The client in C, as it comes except for a longer queue.</summary>
    public static readonly LoadProgram Librdkafka = new(
        "foreign-",
        "librdkafka, ",
        () => LibrdkafkaLoad.Program,
        () => LibrdkafkaLoad.WhyMissing,
        (what, topic, bootstrap) => [what, "--bootstrap", bootstrap, "--topic", topic]);

    /// <summary>librdkafka with each record to another partition, as keys spread them; as it comes it goes on with one partition for some milliseconds.</summary>
    public static readonly LoadProgram SpreadingLibrdkafka =
        Librdkafka.With("sticky.partitioning.linger.ms=0") with { TitlePrefix = "librdkafka, each record to another partition, " };

    /// <summary>librdkafka told not to wait for more records, where it is delay that counts.</summary>
    public static readonly LoadProgram ImpatientLibrdkafka = Librdkafka.With("linger.ms=0");

    private LoadProgram With(string setting) =>
        this with { Arguments = (what, topic, bootstrap) => [.. Arguments(what, topic, bootstrap), "--set", setting] };
}
