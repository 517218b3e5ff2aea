using RaftLog.Model;

namespace RaftLog.Storage.Tests;

/// <summary>Carries logs from one disk to another as a leader and a follower do, without a network.</summary>
internal static class Shipments
{
    public static LogShipment Ship(this PartitionLog log, LogIndex? committed = null)
    {
        LogShipment shipment = log.PlanShipment(committed ?? log.LastIndex);
        Assert.That(shipment.TryOpen(), Is.True);
        return shipment;
    }

    /// <summary>Begins the import with a shipment and hands it the bytes up to a position.</summary>
    public static void Carry(this LogShipment shipment, LogImport import, int pieceBytes = 1_000, long upTo = long.MaxValue)
    {
        import.Begin(shipment.Crc);
        while (!import.IsComplete && import.Position < upTo)
        {
            var piece = new byte[Math.Min(pieceBytes, Math.Min(shipment.TotalBytes, upTo) - import.Position)];
            shipment.Read(import.Position, piece);
            import.Take(import.Position, piece);
        }
    }

    /// <summary>All of it: the log at the receiving end is what was shipped.</summary>
    public static void ReplaceBy(this PartitionLog log, LogShipment shipment)
    {
        LogImport import = log.BeginImport();
        shipment.Carry(import);
        log.Replace(import);
    }

    /// <summary>A log of several segments, with idempotent producers and terms that change.</summary>
    public static PartitionLog Fill(this PartitionLog log, int entries, int from = 0)
    {
        for (int i = from; i < from + entries; i++)
        {
            log.StampAndAppend(Batches.IdempotentFrame(producerId: i % 7, 0, i / 7), EntryKind.Data, new Term(1 + (i / 60)));
        }

        log.WritePending();
        return log;
    }
}
