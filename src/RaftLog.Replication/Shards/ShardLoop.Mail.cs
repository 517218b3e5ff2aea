using RaftLog.Consensus;
using RaftLog.Model;

namespace RaftLog.Replication;

// The first step of a turn: what has come since the last one.
internal sealed partial class ShardLoop
{
    private readonly ShardTimetable _timetable;
    private readonly LeadershipNews _leadership;

    // Groups with appends that wait for the budget of the catch-up.
    private readonly DelayedSet<RaftGroup> _starved = new(delayMs: 5);

    // As a rule the next append tells followers what is committed, so a notice of its own is sent only after a moment without one, and those of all groups
    // together: sent at once, the notices of a producer's lone batches went out before its acknowledgement, and were two of the four messages that a batch
    // cost the leader.
    private readonly DelayedSet<RaftGroup> _notices = new(delayMs: 5);

    private void TakeMail()
    {
        ActivateLeftOver();
        for (int taken = 0; taken < MailsPerTurn && Mailbox.TryTake(out Mail mail); taken++)
        {
            if (mail.Group is { } group)
            {
                TakeForGroup(mail, group);
            }
            else
            {
                TakeForAll(mail);
            }
        }
    }

    // What the last turn did not finish was carried over before the time of this one was known.
    private void ActivateLeftOver()
    {
        foreach (RaftGroup group in _active)
        {
            group.IsActive = true;
            group.Tick(NowMs, _gridMs);
        }
    }

    private void TakeForGroup(in Mail mail, RaftGroup group)
    {
        Activate(group);
        try
        {
            switch (mail.Kind)
            {
                case MailKind.Append:
                    group.Propose((PendingAppend)mail.Content!);
                    break;
                case MailKind.LogPersisted:
                    group.LogPersisted(mail.Index, mail.Term, mail.Truncations);
                    break;
                case MailKind.HardStatePersisted:
                    group.HardStatePersisted(mail.Term, mail.Replica);
                    break;
                case MailKind.Call:
                    group.Execute((GroupCall)mail.Content!);
                    break;
                case MailKind.Snapshot:
                    group.Snapshot((SnapshotMessage)mail.Content!);
                    break;
                case MailKind.JobDone:
                    group.JobDone((BackgroundJob)mail.Content!);
                    break;
                case MailKind.Failed:
                    group.GoOffline((Exception)mail.Content!);
                    break;
                case MailKind.GroupOpened:
                    _groups.Add(group);
                    break;
                case MailKind.GroupClosing:
                    group.Close();
                    break;
                default:
                    throw new InvariantViolationException($"Mail of kind {mail.Kind} has a group.");
            }
        }
        catch (IOException failure)
        {
            group.GoOffline(failure);
        }
    }

    private void TakeForAll(in Mail mail)
    {
        switch (mail.Kind)
        {
            case MailKind.Inbound:
                Step((InboundBatch)mail.Content!);
                break;
            case MailKind.PeerLost:
                foreach (RaftGroup group in _groups)
                {
                    Activate(group);
                    group.PeerLost(mail.Replica.Broker);
                }

                break;
            case MailKind.PeerConnected:
                _leadership.PeerConnected(mail.Replica.Broker);
                break;
            case MailKind.Failed:
                GoOffline((HardStateFailure)mail.Content!);

                break;
            default:
                throw new InvariantViolationException($"Mail of kind {mail.Kind} has no group.");
        }
    }

    private void GoOffline(HardStateFailure failed)
    {
        foreach (RaftGroup group in _groups)
        {
            if (group.VotesIn(failed.Store))
            {
                group.GoOffline(failed.Failure);
            }
        }
    }

    // Any thread, once the shard has ended.
    private static void Refuse(Mail mail)
    {
        switch (mail.Content)
        {
            case PendingAppend append:
                append.Refuse(AppendStatus.ShuttingDown, mail.Group!.Handle.Status.Term);
                break;
            case GroupCall call:
                call.Refuse(busy: false);
                break;
            case InboundBatch batch:
                batch.Drop();
                break;
            case SnapshotMessage message:
                message.Owner?.Release();
                break;
        }
    }

    private void Step(InboundBatch batch)
    {
        foreach ((RaftGroup group, RaftMessage message) in batch.Messages)
        {
            Activate(group);
            group.Step(message);
        }

        batch.Return();
    }
}
