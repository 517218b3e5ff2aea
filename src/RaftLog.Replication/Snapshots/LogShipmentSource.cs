using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Replication;

/// <summary>A partition's log, shipped as it stands in its sealed segments.</summary>
internal sealed class LogShipmentSource(LogShipment shipment) : SnapshotSource
{
    public override LogIndex Index => shipment.LastIndex;

    public override Term Term => shipment.LastTerm;

    public override long TotalBytes => shipment.TotalBytes;

    public override uint Crc => shipment.Crc;

    /// <summary>Opens what was planned; null when the log has changed too much since.</summary>
    public static LogShipmentSource? TryOpen(LogShipment planned)
    {
        bool isOpen = false;
        try
        {
            isOpen = planned.TryOpen();
            return isOpen ? new LogShipmentSource(planned) : null;
        }
        finally
        {
            if (!isOpen)
            {
                planned.Dispose();
            }
        }
    }

    public override void Read(long position, Span<byte> into) => shipment.Read(position, into);

    public override void Verify(long position) => shipment.Verify(position);

    protected override void Close() => shipment.Dispose();
}
