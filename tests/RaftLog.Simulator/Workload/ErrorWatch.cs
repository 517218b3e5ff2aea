using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Simulator.Machine;

namespace RaftLog.Simulator.Workload;

/// <summary>Error codes that no fault of a disk, network or process explains to a client that keeps to the protocol: they fail the run.</summary>
internal sealed class ErrorWatch(SimulatedWorld world)
{
    /// <summary>Takes note of what a broker answered.</summary>
    /// <param name="api">What was asked.</param>
    /// <param name="error">The answer.</param>
    /// <returns>Whether it is a success.</returns>
    public bool IsSuccess(ApiKey api, ErrorCode error)
    {
        if (IsNeverRight(error))
        {
            world.Fail($"a client of {api} got {error}, for which nothing that it did gives cause");
        }

        return error == ErrorCode.None;
    }

    private static bool IsNeverRight(ErrorCode error) => error
        is ErrorCode.UnknownServerError or ErrorCode.CorruptMessage or ErrorCode.InvalidRecord or ErrorCode.MessageTooLarge
        or ErrorCode.InvalidRequest or ErrorCode.UnsupportedVersion or ErrorCode.InvalidTopicException or ErrorCode.InvalidRequiredAcks
        or ErrorCode.UnsupportedForMessageFormat or ErrorCode.UnsupportedCompressionType or ErrorCode.InvalidTxnState
        or ErrorCode.InconsistentGroupProtocol or ErrorCode.InvalidGroupId or ErrorCode.InvalidSessionTimeout or ErrorCode.GroupMaxSizeReached
        or ErrorCode.InvalidPartitions or ErrorCode.InvalidConfig;
}
