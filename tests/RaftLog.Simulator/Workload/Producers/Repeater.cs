using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Simulator.Workload.Connections;
using RaftLog.Simulator.Workload.Records;

namespace RaftLog.Simulator.Workload.Producers;

/// <summary>Sends what must change nothing: batches that were acknowledged long ago, and new ones under sequences that are past or far off.</summary>
internal sealed class Repeater(WorkloadContext context, RoutedClient client)
{
    // Of so many batches a broker remembers where they are (KIP-98); it refuses older ones.
    private const int Remembered = 5;

    // Beyond everything that may be under way.
    private const int FarOff = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Does one such thing, if the partition is far enough for it.</summary>
    public void Repeat(ProducerLife life, SequencedPartition partition)
    {
        var known = partition.Session.Batches.TakeWhile(batch => batch.Outcome == SendOutcome.Acknowledged).TakeLast(2 * Remembered).ToList();
        if (known.Count == 0 || client.Connect(client.LeaderOf(partition.Number)) is not { } connection)
        {
            return;
        }

        if (context.World.Chance(0.5))
        {
            var original = known[context.World.Random.Next(known.Count)];
            context.Begin(() => RepeatAsync(connection, original));
        }
        else
        {
            int sequence = context.World.Chance(0.5) ? 0 : partition.NextSequence + FarOff;
            var forbidden = life.MakeAt(partition, sequence);
            forbidden.Outcome = SendOutcome.Refused;
            context.History.Send(forbidden);
            context.Begin(() => SendAsync(connection, forbidden));
        }
    }

    private async Task RepeatAsync(ClientConnection connection, SentBatch original)
    {
        var (error, baseOffset) = await SendAsync(connection, original);
        if (error == ErrorCode.None && baseOffset != original.BaseOffset)
        {
            context.World.Fail($"{original} of {original.Place} was acknowledged at offset {original.BaseOffset}, and sent again, at {baseOffset}");
        }
    }

    private async Task<(ErrorCode? Error, long BaseOffset)> SendAsync(ClientConnection connection, SentBatch batch)
    {
        var response = await connection.CallAsync(ProduceAnswers.Request([batch], SentBatch.AcksAll), ProduceAnswers.Version, Patience);
        if (ProduceAnswers.Find(response, batch) is not { } answer)
        {
            return (null, -1);
        }

        context.Errors.IsSuccess(ApiKey.Produce, answer.ErrorCode);
        return (answer.ErrorCode, answer.BaseOffset);
    }
}
