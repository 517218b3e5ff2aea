namespace RaftLog.Simulator.Workload.Records;

/// <summary>A batch that a producer sent, and what it knows of it.</summary>
internal sealed class SentBatch
{
    public const short AcksAll = -1;
    public const short AcksNone = 0;
    public const short AcksLeader = 1;

    /// <summary>The topic's name.</summary>
    public required string Topic { get; init; }

    public required int Partition { get; init; }

    /// <summary>Each in no other batch of the run.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The record batch as it is sent.</summary>
    public required byte[] Bytes { get; init; }

    public required short Acks { get; init; }

    /// <summary>Whether it may have been sent several times, so that it may be in two incarnations of its topic.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The connection that it was sent on; requests of one are served in order.</summary>
    public int Connection { get; set; }

    /// <summary>The term in which the broker that it was sent to led the partition; 0 when it did not.</summary>
    public int TermWhenSent { get; set; }

    public SendOutcome Outcome { get; set; }

    /// <summary>Where it was acknowledged.</summary>
    public Place Place { get; set; }

    public long BaseOffset { get; set; } = -1;

    public override string ToString() => $"{Values[0]} and {Values.Count - 1} more at acks={Acks}";
}
