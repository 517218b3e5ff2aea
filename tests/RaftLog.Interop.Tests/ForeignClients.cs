namespace RaftLog.Interop.Tests;

/// <summary>The clients, each with what it lacks and why. What is not listed as lacking is tested.</summary>
internal static class ForeignClients
{
    private const string Python = "/usr/bin/python3";
    private const string NewerLibrdkafka = "librdkafka has it from 2.4 on; Debian's is 2.0.2";
    private const string ClassicOnly = "knows the classic protocol only";

    public static IReadOnlyList<ForeignClient> All { get; } =
    [
        new KcatClient
        {
            Name = "kcat",
            Codecs = ["none", "gzip", "snappy", "lz4", "zstd"],
            Lacks = Lacking(
                "has no such command",
                Capability.CreateTopics,
                Capability.Configs,
                Capability.CreatePartitions,
                Capability.DeleteRecords,
                Capability.DescribeGroups)
                .And(
                    "commits one transaction a run and cannot abort one",
                    Capability.Transactions,
                    Capability.TransactionalIdTakenOver,
                    Capability.OffsetsInTransactions)
                .And(NewerLibrdkafka, Capability.ConsumerGroupProtocol),
        },
        new ScriptedClient(Python, Script("confluent_client.py"))
        {
            Name = "confluent-kafka",
            Codecs = ["none", "gzip", "snappy", "lz4", "zstd"],
            Lacks = Lacking("has it from 2.3 on; Debian's is 1.7", Capability.DeleteRecords)
                .And(NewerLibrdkafka, Capability.ConsumerGroupProtocol),
        },
        new ScriptedClient("env", $"LD_LIBRARY_PATH={NewLibrdkafka.Folder}", Python, Script("confluent_client.py"))
        {
            Name = "librdkafka",
            Codecs = ["none", "gzip", "snappy", "lz4", "zstd"],
            Lacks = Lacking("Debian's confluent-kafka 1.7, by which it is driven, has it not", Capability.DeleteRecords),
        },
        new ScriptedClient(Python, Script("kafka_python_client.py"))
        {
            Name = "kafka-python",

            // It writes zstd, but reads with Fetch version 4, in which brokers refuse it (KIP-110).
            Codecs = ["none", "gzip", "snappy", "lz4"],
            Lacks = Lacking(
                "has it from 2.1 on; Debian's is 2.0.2",
                Capability.IdempotentProducer,
                Capability.Transactions,
                Capability.TransactionalIdTakenOver,
                Capability.OffsetsInTransactions,
                Capability.ReadCommitted,
                Capability.DeleteRecords)
                .And(ClassicOnly, Capability.ConsumerGroupProtocol),
        },
        new ScriptedClient("node", Script("kafkajs_client.js"))
        {
            Name = "kafkajs",

            // lz4 and zstd need packages that are compiled when they are installed.
            Codecs = ["none", "gzip", "snappy"],
            Lacks = Lacking(ClassicOnly, Capability.ConsumerGroupProtocol),
        },
        new ScriptedClient(NodeModules.RecentNode, Script("platformatic_client.js"))
        {
            Name = "platformatic",
            Codecs = ["none", "gzip", "snappy", "lz4", "zstd"],
            Lacks = Lacking(
                    "2.12 asks for a transactional id as producer 0, and is fenced where another has had it",
                    Capability.TransactionalIdTakenOver,
                    Capability.OffsetsInTransactions)
                .And("2.12 remembers one aborted transaction of each producer in a fetch", Capability.ReadCommitted),
        },
        new ScriptedClient(GoProgram.Path)
        {
            Name = "sarama",

            // Debian's sarama asks with Produce version 3, in which brokers refuse zstd (KIP-110).
            Codecs = ["none", "gzip", "snappy", "lz4"],
            Lacks = Lacking(
                    "has it from 1.37 on; Debian's is 1.22",
                    Capability.Transactions,
                    Capability.TransactionalIdTakenOver,
                    Capability.OffsetsInTransactions)
                .And("Debian's 1.22 asks the controller instead of the leader", Capability.DeleteRecords)
                .And(ClassicOnly, Capability.ConsumerGroupProtocol),
        },
    ];

    /// <summary>The test cases of a scenario: the clients that have what it needs.</summary>
    public static IEnumerable<TestCaseData> Having(Capability capability) =>
        All.Where(client => client.Has(capability)).Select(client => new TestCaseData(client).SetArgDisplayNames(client.Name));

    /// <summary>Every client as a member of a group, by each protocol that it has.</summary>
    public static IEnumerable<TestCaseData> AsMembers() =>
        Members(Capability.Groups, GroupProtocol.Classic).Concat(Members(Capability.ConsumerGroupProtocol, GroupProtocol.Consumer));

    /// <summary>Every client with each of its codecs.</summary>
    public static IEnumerable<TestCaseData> WithCodecs() =>
        All.SelectMany(client => client.Codecs.Select(codec => new TestCaseData(client, codec).SetArgDisplayNames(client.Name, codec)));

    private static IEnumerable<TestCaseData> Members(Capability capability, GroupProtocol protocol) =>
        All.Where(client => client.Has(capability)).Select(client => new TestCaseData(client, protocol).SetArgDisplayNames(client.Name, $"{protocol}"));

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);

    private static Dictionary<Capability, string> Lacking(string reason, params Capability[] capabilities) =>
        new Dictionary<Capability, string>().And(reason, capabilities);

    private static Dictionary<Capability, string> And(this Dictionary<Capability, string> lacks, string reason, params Capability[] capabilities)
    {
        foreach (Capability capability in capabilities)
        {
            lacks.Add(capability, reason);
        }

        return lacks;
    }
}
