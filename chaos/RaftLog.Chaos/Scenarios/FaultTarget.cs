namespace RaftLog.Chaos;

/// <summary>Whom a fault hits. Chosen anew in each round, by the seed.</summary>
internal enum FaultTarget
{
    /// <summary>The leader of a partition.</summary>
    Leader,

    /// <summary>A broker that does not lead that partition.</summary>
    Follower,

    /// <summary>The controller.</summary>
    Controller,

    /// <summary>The smallest number of brokers that leaves no majority.</summary>
    Majority,

    /// <summary>All brokers at the same instant.</summary>
    All,

    /// <summary>Any broker.</summary>
    Any,
}
