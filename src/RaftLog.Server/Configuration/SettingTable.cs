using System.Diagnostics.CodeAnalysis;
using RaftLog.Storage;

namespace RaftLog.Server.Configuration;

/// <summary>Every setting of a broker, in the order of the help text. A key that is not here is refused at start.</summary>
internal static class SettingTable
{
    /// <summary>The section that holds the settings.</summary>
    public const string Section = "RaftLog";

    private const int MaxTimeMs = 3_600_000;
    private const int MaxDayMs = 86_400_000;
    private const int MaxTimeSeconds = 86_400;
    private const int MaxScrubSeconds = 366 * 86_400;
    private const int MaxPartitions = 10_000;
    private const int MaxReplicas = 9;
    private const int MaxShards = 256;
    private const int MaxFlushThreads = 64;
    private const int MaxOpenFiles = 1 << 20;
    private const int MaxRate = int.MaxValue;
    private const int MaxPieceBytes = 4 * 1024 * 1024;
    private const int MaxAppendBytes = 16 * 1024 * 1024;
    private const int MaxFetchBytes = 1 << 30;
    private const int MaxFetchSessions = 1_000_000;
    private const int MaxNameLength = 255;

    public static readonly IReadOnlyList<Setting> All =
    [
        Setting.Integer("BrokerId", 0, int.MaxValue, "required", "The number of this broker, unique in its cluster.", (o, _, v) => o.BrokerId = v),
        Setting.Text(
            "ClusterId", "1 to 255 letters, digits, '.', '_' and '-'", IsName, "required", "The name that the brokers of one cluster share.",
            (o, v) => o.ClusterId = v),
        Setting.Text("DataDirectory", "a path", IsNotBlank, "required", "The directory of this broker's logs.", (o, v) => o.DataDirectory = v),
        Setting.ListedText(
            "LogDirectories:#", "a path; at most 15 of them", IsNotBlank, "none",
            "A further directory for replicas, on a disk of its own (with DataDirectory, Kafka's log.dirs).", (o, _, v) => o.LogDirectories.Add(v)),
        Setting.Text(
            "Rack", "1 to 255 letters, digits, '.', '_' and '-'", IsName, "none", "Replicas of a partition are spread over racks.", (o, v) => o.Rack = v),
        Setting.ListenAddress("Kafka:Listen", "127.0.0.1:9092", "Where Kafka clients connect.", (o, v) => o.Kafka.Listen = v),
        Setting.RemoteAddress(
            "Kafka:Advertised", "as Kafka:Listen", "The address that clients are told; needed when listening on all addresses.",
            (o, _, v) => o.Kafka.Advertised = v),
        Setting.ListenAddress("Peer:Listen", "127.0.0.1:7092", "Where the other brokers connect.", (o, v) => o.Peer.Listen = v),
        Setting.RemoteAddress(
            "Peer:Advertised", "as Peer:Listen", "The address that other brokers are told; needed when listening on all addresses.",
            (o, _, v) => o.Peer.Advertised = v),
        Setting.ListenAddress("Http:Listen", "127.0.0.1:8092", "Where health and metrics are served.", (o, v) => o.Http.Listen = v),
        Setting.Integer(
            "Controllers:#:Id", 0, int.MaxValue, "required", "The number of a voter of the metadata group; the list has 1, 3 or 5.",
            (o, i, v) => Controller(o, i).Id = v),
        Setting.RemoteAddress(
            "Controllers:#:Peer", "required", "The peer address of that voter.", (o, i, v) => Controller(o, i).Peer = v),
        Setting.Boolean("Topics:AutoCreate", "false", "Whether a client that names an unknown topic creates it.", (o, v) => o.Topics.AutoCreate = v),
        Setting.Integer(
            "Topics:DefaultPartitions", 1, MaxPartitions, "1", "Partitions of a topic created without a count.", (o, _, v) => o.Topics.DefaultPartitions = v),
        Setting.Integer(
            "Topics:DefaultReplicationFactor", 1, MaxReplicas, "3", "Replicas of a topic created without a replication factor.",
            (o, _, v) => o.Topics.DefaultReplicationFactor = v),
        Setting.Choice<FlushMode>(
            "Topics:Flush", "always", "always: on stable storage before acknowledged; interval: flushed in the background.", (o, v) => o.Topics.Flush = v),
        Setting.Integer(
            "Raft:ElectionTimeoutMs", 50, MaxTimeMs, "1000", "Silence of a leader, in ms, before votes are asked for; drawn from once to twice this.",
            (o, _, v) => o.Raft.ElectionTimeoutMs = v),
        Setting.Integer(
            "Raft:HeartbeatMs", 10, MaxTimeMs, "100", "Time between heartbeats, in ms; at most a third of the election timeout.",
            (o, _, v) => o.Raft.HeartbeatMs = v),
        Setting.Integer(
            "Raft:MaxAppendBytes", 1, MaxAppendBytes, "1048576", "Bytes of entries in one append from leader to follower; a larger single entry travels alone.",
            (o, _, v) => o.Raft.MaxAppendBytes = v),
        Setting.Boolean(
            "Leaders:AutoRebalance", "true", "Whether leadership goes back to the preferred replicas by itself.", (o, v) => o.Leaders.AutoRebalance = v),
        Setting.Integer(
            "Leaders:CheckIntervalSeconds", 1, MaxTimeSeconds, "300", "Time between two looks for leaderships to give back, in s.",
            (o, _, v) => o.Leaders.CheckIntervalSeconds = v),
        Setting.Integer(
            "Fetch:MaxBytes", 1024, MaxFetchBytes, "16777216", "Bytes of records in one answer to a consumer; a single larger batch passes alone.",
            (o, _, v) => o.Fetch.MaxBytes = v),
        Setting.Integer(
            "Fetch:Sessions", 0, MaxFetchSessions, "1000", "Consumers of which is kept what they read, so that they need not repeat it; 0 for none.",
            (o, _, v) => o.Fetch.Sessions = v),
        Setting.Integer(
            "Fetch:CatchUpRate", 0, int.MaxValue, "33554432",
            "Bytes a second for each processor that consumers may read from files while the broker is written to (and 4 times what is written); 0 for no limit.",
            (o, _, v) => o.Fetch.CatchUpRate = v),
        Setting.Integer(
            "Retention:CheckIntervalMs", 1, MaxTimeMs, "300000", "Time between two looks at the age and the size of the logs, in ms.",
            (o, _, v) => o.Retention.CheckIntervalMs = v),
        Setting.Integer(
            "Groups:MinSessionTimeoutMs", 1, MaxTimeMs, "6000", "The shortest session timeout of group members, in ms (group.min.session.timeout.ms).",
            (o, _, v) => o.Groups.MinSessionTimeoutMs = v),
        Setting.Integer(
            "Groups:MaxSessionTimeoutMs", 1, MaxDayMs, "1800000", "The longest session timeout of group members, in ms (group.max.session.timeout.ms).",
            (o, _, v) => o.Groups.MaxSessionTimeoutMs = v),
        Setting.Integer(
            "Groups:InitialRebalanceDelayMs", 0, MaxTimeMs, "500",
            "How long the first generation of a group waits for more members, in ms (group.initial.rebalance.delay.ms).",
            (o, _, v) => o.Groups.InitialRebalanceDelayMs = v),
        Setting.Integer(
            "Groups:MaxSize", 1, int.MaxValue, "10000", "Members of a group at most (group.max.size).", (o, _, v) => o.Groups.MaxSize = v),
        Setting.Integer(
            "Groups:OffsetsRetentionMinutes", 1, int.MaxValue, "10080",
            "How long offsets are kept of a group without members, in minutes (offsets.retention.minutes).",
            (o, _, v) => o.Groups.OffsetsRetentionMinutes = v),
        Setting.Integer(
            "Groups:OffsetsRetentionCheckIntervalMs", 1, MaxTimeMs, "600000",
            "Time between two looks for expired offsets, in ms (offsets.retention.check.interval.ms).",
            (o, _, v) => o.Groups.OffsetsRetentionCheckIntervalMs = v),
        Setting.Integer(
            "Groups:ConsumerHeartbeatIntervalMs", 1, MaxTimeMs, "5000",
            "Time between heartbeats of members whose coordinator assigns, in ms (group.consumer.heartbeat.interval.ms).",
            (o, _, v) => o.Groups.ConsumerHeartbeatIntervalMs = v),
        Setting.Integer(
            "Groups:ConsumerSessionTimeoutMs", 1, MaxDayMs, "45000",
            "How long such a member may be silent, in ms (group.consumer.session.timeout.ms); more than the time between heartbeats.",
            (o, _, v) => o.Groups.ConsumerSessionTimeoutMs = v),
        Setting.Integer(
            "Groups:ConsumerMaxSize", 1, int.MaxValue, "10000", "Such members of a group at most (group.consumer.max.size).",
            (o, _, v) => o.Groups.ConsumerMaxSize = v),
        Setting.Integer(
            "Transactions:TimeoutCheckIntervalMs", 1, MaxTimeMs, "10000", "Time between two looks for transactions that are open for too long, in ms.",
            (o, _, v) => o.Transactions.TimeoutCheckIntervalMs = v),
        Setting.Integer(
            "Replication:RecoveryRate", 0, MaxRate, "0",
            "Bytes a second of segments sent to replicas far behind, over all partitions (replication.recovery.rate); 0 is no limit.",
            (o, _, v) => o.Replication.RecoveryRate = v),
        Setting.Integer(
            "Replication:ShipSegmentsFromBytes", 1, int.MaxValue, "67108864",
            "Bytes that a replica must lack, and more than it has, to be sent whole segments instead of appends.",
            (o, _, v) => o.Replication.ShipSegmentsFromBytes = v),
        Setting.Integer(
            "Replication:ShippingPieceBytes", 1024, MaxPieceBytes, "524288", "Bytes of one piece of a segment that is sent to a replica.",
            (o, _, v) => o.Replication.ShippingPieceBytes = v),
        Setting.Integer(
            "Replication:SnapshotAfterEntries", 1, int.MaxValue, "20000", "Entries of the metadata log from one snapshot of it to the next.",
            (o, _, v) => o.Replication.SnapshotAfterEntries = v),
        Setting.Integer(
            "Scrub:BytesPerSecond", 0, int.MaxValue, "8388608", "Bytes a second that are read to check the files nobody reads; 0 turns it off.",
            (o, _, v) => o.Scrub.BytesPerSecond = v),
        Setting.Integer(
            "Scrub:IntervalSeconds", 1, MaxScrubSeconds, "86400", "Time from one such check of all files to the next, in s.",
            (o, _, v) => o.Scrub.IntervalSeconds = v),
        Setting.Boolean("Compaction:Enabled", "true", "Whether topics with cleanup.policy=compact are compacted.", (o, v) => o.Compaction.Enabled = v),
        Setting.Integer(
            "Compaction:CheckIntervalMs", 1, MaxTimeMs, "15000", "Time between two looks for logs to compact, in ms.",
            (o, _, v) => o.Compaction.CheckIntervalMs = v),
        Setting.Integer(
            "Compaction:MapBytes", 4096, int.MaxValue, "134217728", "Bytes of memory for the keys of one pass of compaction.",
            (o, _, v) => o.Compaction.MapBytes = v),
        Setting.Integer(
            "Compaction:MaxBytesPerSecond", 0, int.MaxValue, "0", "Bytes that compaction reads and writes in a second at most; 0 is no limit.",
            (o, _, v) => o.Compaction.MaxBytesPerSecond = v),
        Setting.Integer(
            "Storage:TailCacheBytes", 0, int.MaxValue, "134217728", "Bytes of memory for what was appended last, over all partitions.",
            (o, _, v) => o.Storage.TailCacheBytes = v),
        Setting.Integer(
            "Storage:FlushThreads", 1, MaxFlushThreads, "4", "Threads that flush files; so many replicas are opened at a time, too.", (o, _, v) => o.Storage.FlushThreads = v),
        Setting.Integer(
            "Storage:OpenSegmentFiles", 1, MaxOpenFiles, "1024", "Segment files that stay open while nobody reads them.",
            (o, _, v) => o.Storage.OpenSegmentFiles = v),
        Setting.Integer("Shards", 0, MaxShards, "0", "Shard loops; 0 is one per core.", (o, _, v) => o.Shards = v),
        Setting.Integer(
            "ShutdownTimeoutMs", 0, MaxTimeMs, "10000", "How long a stopping broker may take to hand over and close, in ms.",
            (o, _, v) => o.ShutdownTimeoutMs = v),
    ];

    private static readonly Dictionary<string, Setting> ByKey = All.ToDictionary(setting => setting.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the row of a key whose list position, if any, has been replaced by <see cref="Setting.ListPosition"/>.</summary>
    public static bool TryFind(string key, [NotNullWhen(true)] out Setting? setting) => ByKey.TryGetValue(key, out setting);

    /// <summary>The keys of the group that <paramref name="key"/> names, none if it names no group.</summary>
    public static IEnumerable<string> KeysBelow(string key) =>
        All.Select(setting => setting.Key).Where(known => known.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    private static ControllerAddress Controller(RaftLogOptions options, int position)
    {
        while (options.Controllers.Count <= position)
        {
            options.Controllers.Add(new ControllerAddress());
        }

        return options.Controllers[position];
    }

    private static bool IsNotBlank(string text) => !string.IsNullOrWhiteSpace(text);

    private static bool IsName(string text) =>
        text.Length is > 0 and <= MaxNameLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
