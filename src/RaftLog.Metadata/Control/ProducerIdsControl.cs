using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Gives producer ids to brokers, in blocks so that not every producer costs an entry of the log.</summary>
internal static class ProducerIdsControl
{
    /// <summary>How many ids a block has.</summary>
    public const int BlockSize = 1_000;

    /// <summary>Gives a block that nobody else was or will be given.</summary>
    public static ControlResult<AllocateProducerIdsResult> Allocate(MetadataImage image, AllocateProducerIdsCommand command)
    {
        var error = BrokersControl.ProblemWithEpoch(image, command.Broker, command.BrokerEpoch);
        if (error is null && image.NextProducerId > long.MaxValue - BlockSize)
        {
            error = new ControlError(ErrorCode.UnknownServerError, "All producer ids are used up");
        }

        return error is null
            ? new ControlResult<AllocateProducerIdsResult>(
                [new ProducerIdsRecord { NextProducerId = image.NextProducerId + BlockSize }],
                new AllocateProducerIdsResult { First = image.NextProducerId, Count = BlockSize })
            : new ControlResult<AllocateProducerIdsResult>(new AllocateProducerIdsResult { Error = error.Code, ErrorMessage = error.Message });
    }
}
