using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The sealed part of a log as one run of bytes, for a replica that gets it whole: a manifest, then the segment files (<see
/// cref="ShipmentManifest"/>). While it is open the files can be read, whatever becomes of them in the log. What is read is not checked here:
/// the receiver checks every frame, and asks (<see cref="Verify"/>) when one is damaged.
/// </summary>
/// <remarks>Planned by the log's writer (<see cref="PartitionLog.PlanShipment"/>); then used by one thread at a time.</remarks>
public sealed class LogShipment : IDisposable
{
    private const int WindowBytes = 1024 * 1024;

    private readonly ShipmentManifest _manifest;
    private readonly LogSegment[] _segments;
    private readonly SegmentFile.Lease[] _leases;
    private readonly byte[] _head;
    private int _leased; // Invariant: _leases[.._leased] are held.

    internal LogShipment(ShipmentManifest manifest, LogSegment[] segments)
    {
        _manifest = manifest;
        _segments = segments;
        _leases = new SegmentFile.Lease[segments.Length];
        _head = manifest.Encode();
        Crc = Crc32C.Compute(_head);
    }

    /// <summary>The last entry of the shipment (inclusive).</summary>
    public LogIndex LastIndex => _manifest.LastIndex;

    /// <summary>The term of that entry.</summary>
    public Term LastTerm => _manifest.LastTerm;

    /// <summary>All bytes.</summary>
    public long TotalBytes => _head.Length + _manifest.SegmentsLength;

    /// <summary>The checksum of the manifest, which tells this shipment from others.</summary>
    public uint Crc { get; }

    /// <summary>Opens the files; false when the log has dropped one of them meanwhile. Blocks on files.</summary>
    public bool TryOpen()
    {
        if (_head.Length > ShipmentManifest.MaxBytes)
        {
            return false;
        }

        while (_leased < _segments.Length)
        {
            if (_segments[_leased].File.TryLease() is not { } lease)
            {
                return false;
            }

            _leases[_leased++] = lease;
        }

        return true;
    }

    /// <summary>Reads the bytes from a position on, which must be there.</summary>
    /// <exception cref="LogCorruptException">A file is shorter than it was.</exception>
    public void Read(long position, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            int count = position < _head.Length ? ReadHead(position, into) : ReadSegment(position, into);
            into = into[count..];
            position += count;
        }
    }

    /// <summary>Checks every frame of the segment that holds a position.</summary>
    /// <exception cref="LogCorruptException">One of them is damaged.</exception>
    public void Verify(long position)
    {
        if (position >= _head.Length && position < TotalBytes)
        {
            int number = SegmentAt(position, out _);
            LogSegment segment = _segments[number];
            var sequence = new FrameSequence(segment.FirstIndex, segment.FirstOffset, segment.Header.PreviousTerm);
            using var walker = new SegmentWalker(
                _leases[number].File, SegmentHeader.Size, _manifest.Segments[number].Length, sequence, WindowBytes);
            FrameProblem problem = FrameProblem.None;
            while (problem == FrameProblem.None && walker.MoveNext())
            {
                problem = walker.CheckFrame();
            }

            if (problem != FrameProblem.None || walker.Problem != FrameProblem.None)
            {
                long at = problem != FrameProblem.None ? walker.Position : walker.NextPosition;
                throw new LogCorruptException(segment.Path, at, $"{(problem != FrameProblem.None ? problem : walker.Problem)}.");
            }
        }
    }

    /// <summary>Lets go of the files.</summary>
    public void Dispose()
    {
        while (_leased > 0)
        {
            _leases[--_leased].Dispose();
        }
    }

    private int ReadHead(long position, Span<byte> into)
    {
        int count = (int)Math.Min(into.Length, _head.Length - position);
        _head.AsSpan((int)position, count).CopyTo(into);
        return count;
    }

    private int ReadSegment(long position, Span<byte> into)
    {
        int number = SegmentAt(position, out long within);
        int count = (int)Math.Min(into.Length, _manifest.Segments[number].Length - within);
        int read = _leases[number].File.Read(within, into[..count]);
        return read == count
            ? count
            : throw new LogCorruptException(_segments[number].Path, within + read, "the file is shorter than what was written to it.");
    }

    private int SegmentAt(long position, out long within)
    {
        within = position - _head.Length;
        int number = 0;
        while (within >= _manifest.Segments[number].Length)
        {
            within -= _manifest.Segments[number].Length;
            number++;
        }

        return number;
    }
}
