namespace RaftLog.Protocol.Tests.Generator;

/// <summary>Ids of the messages declared in tests.</summary>
public enum SampleId : byte
{
    Everything = 1,
    Other = 200,
}
