using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Messages;

/// <summary>The state and members of consumer groups whose coordinator assigns the partitions (KIP-848).</summary>
[WireMessage(ApiKey.ConsumerGroupDescribe, "0-1")]
public sealed partial class ConsumerGroupDescribeResponse : IKafkaResponse<ConsumerGroupDescribeResponse>
{
    /// <summary>How long the broker held the request back, in milliseconds.</summary>
    [WireField("0+")]
    public int ThrottleTimeMs { get; set; }

    /// <summary>The groups.</summary>
    [WireField("0+")]
    public List<Group> Groups { get; set; } = [];

    /// <summary>One group.</summary>
    [WireStruct]
    public sealed partial class Group
    {
        /// <summary>What went wrong.</summary>
        [WireField("0+")]
        public ErrorCode ErrorCode { get; set; }

        /// <summary>What went wrong, in words.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? ErrorMessage { get; set; }

        /// <summary>The id of the group.</summary>
        [WireField("0+")]
        public string GroupId { get; set; } = "";

        /// <summary>The state of the group by its name.</summary>
        [WireField("0+")]
        public string GroupState { get; set; } = "";

        /// <summary>Counts the changes of members, subscriptions and topics.</summary>
        [WireField("0+")]
        public int GroupEpoch { get; set; }

        /// <summary>The epoch of the group that the target assignment was made for.</summary>
        [WireField("0+")]
        public int AssignmentEpoch { get; set; }

        /// <summary>The name of the way in which partitions are assigned.</summary>
        [WireField("0+")]
        public string AssignorName { get; set; } = "";

        /// <summary>The members.</summary>
        [WireField("0+")]
        public List<Member> Members { get; set; } = [];

        /// <summary>What the client may do with the group, a bit an operation; the least integer when not asked for.</summary>
        [WireField("0+")]
        public int AuthorizedOperations { get; set; } = int.MinValue;
    }

    /// <summary>One member.</summary>
    [WireStruct]
    public sealed partial class Member
    {
        /// <summary>Its id.</summary>
        [WireField("0+")]
        public string MemberId { get; set; } = "";

        /// <summary>The name of a static member; null for others.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? InstanceId { get; set; }

        /// <summary>The rack of its client.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? RackId { get; set; }

        /// <summary>The epoch that it has reached.</summary>
        [WireField("0+")]
        public int MemberEpoch { get; set; }

        /// <summary>The client id that the member calls itself.</summary>
        [WireField("0+")]
        public string ClientId { get; set; } = "";

        /// <summary>The address that the member connects from.</summary>
        [WireField("0+")]
        public string ClientHost { get; set; } = "";

        /// <summary>The topics that it subscribes to by name.</summary>
        [WireField("0+")]
        public List<string> SubscribedTopicNames { get; set; } = [];

        /// <summary>The regular expression of topic names that it subscribes to.</summary>
        [WireField("0+", Nullable = "0+")]
        public string? SubscribedTopicRegex { get; set; }

        /// <summary>The partitions that it has.</summary>
        [WireField("0+")]
        public MemberAssignment Assignment { get; set; } = new();

        /// <summary>The partitions that it shall have.</summary>
        [WireField("0+")]
        public MemberAssignment TargetAssignment { get; set; } = new();

        /// <summary>0 for a member that speaks the classic protocol, 1 for one that speaks KIP-848's, -1 when not known (KIP-1099).</summary>
        [WireField("1+", Ignorable = true)]
        public sbyte MemberType { get; set; } = -1;
    }

    /// <summary>Partitions of one topic.</summary>
    [WireStruct]
    public sealed partial class TopicPartitions
    {
        /// <summary>The id of the topic.</summary>
        [WireField("0+")]
        public Guid TopicId { get; set; }

        /// <summary>The name of the topic.</summary>
        [WireField("0+")]
        public string TopicName { get; set; } = "";

        /// <summary>The numbers of the partitions.</summary>
        [WireField("0+")]
        public List<int> Partitions { get; set; } = [];
    }

    /// <summary>The partitions of a member.</summary>
    [WireStruct]
    public sealed partial class MemberAssignment
    {
        /// <summary>The partitions by topic.</summary>
        [WireField("0+")]
        public List<TopicPartitions> TopicPartitions { get; set; } = [];
    }
}
