using System.Diagnostics;
using RaftLog.Chaos.History;
using RaftLog.Client;

namespace RaftLog.Chaos.Workload;

/// <summary>
/// A member of a consumer group that leaves now and then and comes back as another. Told to stop, it goes on until the group has committed
/// everything.
/// </summary>
internal sealed class MemberWorker(WorkerArguments arguments, HistoryWriter history, Action ready)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task RunAsync(CancellationToken stop)
    {
        await using var ends = new TopicEnds(arguments);
        bool isDone = false;
        while (!isDone)
        {
            history.Write(new WorkerStarted(UnixClock.NowUs, arguments.Name, WorkerRole.Member, "RaftLog.Client", Group: arguments.Group));
            try
            {
                isDone = await LiveAsync(ends, stop);
            }
            catch (RaftLogException e)
            {
                // What retries do not heal ends a consumer; a program would start a new one.
                history.Write(new WorkerNote(UnixClock.NowUs, $"Starts again after {e.ErrorCode}: {e.Message}"));
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    /// <summary>One life of the member, until it is time to restart; true when everything is done.</summary>
    private async Task<bool> LiveAsync(TopicEnds ends, CancellationToken stop)
    {
        long born = Stopwatch.GetTimestamp();
        await using var member = new GroupMember(arguments, history);
        while (true)
        {
            if (await member.ConsumeAsync(Patience))
            {
                ready();
            }

            await member.CommitIfDueAsync();
            if (stop.IsCancellationRequested)
            {
                if (await member.HasGroupReadAsync(await ends.OffsetsAsync(OffsetSpec.Latest, CancellationToken.None)))
                {
                    return true;
                }
            }
            else if (arguments.Restart > TimeSpan.Zero && Stopwatch.GetElapsedTime(born) > arguments.Restart)
            {
                return false;
            }
        }
    }
}
