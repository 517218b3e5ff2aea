using System.Buffers.Binary;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Storage;

/// <summary>
/// The receiving end of a <see cref="LogShipment"/>: takes its run of bytes in order and puts the log together in a directory of its own
/// (<see cref="IncomingDirectory"/>), checking every frame. When a shipment ends half way and another one begins, the segments that both have are
/// kept. It holds the manifest and the producers in memory, never a segment.
/// </summary>
/// <remarks>Used by one thread at a time, not that of the log's writer; only <see cref="PartitionLog.Replace"/> takes it over.</remarks>
public sealed class LogImport : IDisposable
{
    private readonly StorageContext _storage;
    private readonly IFileSystem _fileSystem;
    private readonly string _logDirectory;
    private readonly string _directory;
    private readonly int _indexIntervalBytes;

    // The segments that are complete, ascending and without a gap, and the one after them of which a part is there.
    private readonly List<ShippedSegment> _whole = [];
    private IncomingSegment? _partial;

    // Of the entries below _producersNext and those of the segments received; what is noted begins there.
    private ProducerStateTable _producers = new();
    private LogIndex _producersNext;

    private byte[] _head = [];
    private int _headReceived;
    private uint _crc;
    private ShipmentManifest? _manifest;
    private bool _isBegun;

    /// <summary>An import that has received nothing; whatever an earlier one has left is removed with the first bytes.</summary>
    /// <param name="storage">The disk.</param>
    /// <param name="logDirectory">The directory of the log that is to be replaced.</param>
    /// <param name="options">The settings of that log.</param>
    public LogImport(StorageContext storage, string logDirectory, PartitionLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(options);
        _storage = storage;
        _fileSystem = storage.FileSystem;
        _logDirectory = logDirectory;
        _directory = IncomingDirectory.PathOf(logDirectory);
        _indexIntervalBytes = options.IndexIntervalBytes;
    }

    /// <summary>How much of the shipment's bytes, from the start on, is here.</summary>
    public long Position { get; private set; }

    /// <summary>Whether all of it is here, durably, and may take the place of the log.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The last entry of what is complete (inclusive).</summary>
    public LogIndex LastIndex => _manifest?.LastIndex ?? LogIndex.Zero;

    /// <summary>The term of that entry.</summary>
    public Term LastTerm => _manifest?.LastTerm ?? Term.Zero;

    /// <summary>A shipment begins, perhaps the same as before.</summary>
    /// <param name="crc">The checksum of its manifest (<see cref="LogShipment.Crc"/>).</param>
    public void Begin(uint crc)
    {
        _crc = crc;
        _head = new byte[ShipmentManifest.PrefixSize];
        _headReceived = 0;
        _manifest = null;
        IsComplete = false;
        Position = 0;
    }

    /// <summary>
    /// Takes the bytes at <see cref="Position"/>; others are not looked at. Behind the manifest the position may jump over what an earlier
    /// shipment has brought.
    /// </summary>
    /// <exception cref="LogCorruptException">They are not what they should be; everything received was removed.</exception>
    /// <exception cref="IOException">They could not be written.</exception>
    public void Take(long position, ReadOnlySpan<byte> bytes)
    {
        if (position != Position || IsComplete)
        {
            return;
        }

        try
        {
            if (_manifest is null)
            {
                bytes = TakeHead(bytes);
            }

            if (_manifest is { } manifest)
            {
                TakeSegments(manifest, bytes);
            }
        }
        catch (Exception damage) when (damage is LogCorruptException or WireFormatException)
        {
            Discard();
            throw damage as LogCorruptException ?? new LogCorruptException($"A shipment for {_logDirectory} is damaged: {damage.Message}", damage);
        }
    }

    /// <summary>Removes everything received.</summary>
    public void Discard()
    {
        Begin(_crc);
        Dispose();
        _whole.Clear();
        _isBegun = false;
        _fileSystem.DeleteDirectory(_directory);
    }

    /// <summary>Closes what is open; the files stay until the log is opened again.</summary>
    public void Dispose()
    {
        _partial?.Dispose();
        _partial = null;
    }

    // Returns what lies behind the manifest.
    private ReadOnlySpan<byte> TakeHead(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _manifest is null)
        {
            int count = Math.Min(bytes.Length, _head.Length - _headReceived);
            bytes[..count].CopyTo(_head.AsSpan(_headReceived));
            _headReceived += count;
            bytes = bytes[count..];
            Position += count;
            if (_headReceived < _head.Length)
            {
                continue;
            }

            if (_head.Length == ShipmentManifest.PrefixSize)
            {
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(_head);
                if (length > ShipmentManifest.MaxBytes)
                {
                    throw new WireFormatException("The manifest is too long.", 0);
                }

                Array.Resize(ref _head, ShipmentManifest.PrefixSize + (int)length);
                continue;
            }

            if (Crc32C.Compute(_head) != _crc)
            {
                throw new WireFormatException("The manifest does not match its checksum.", 0);
            }

            Adopt(ShipmentManifest.Decode(_head.AsMemory(ShipmentManifest.PrefixSize)));
            long kept = _whole.Sum(segment => segment.Length) + (_partial?.Received ?? 0);
            Position += kept;
            if (kept > 0)
            {
                bytes = default;
            }
        }

        return bytes;
    }

    // Keeps what is here of the new shipment already: a run of segments that it begins with, perhaps the last one in part.
    private void Adopt(ShipmentManifest manifest)
    {
        _manifest = manifest;
        List<ShippedSegment> here = [.. _whole];
        if (_partial is { } partial)
        {
            here.Add(partial.Expected);
        }

        int first = manifest.Segments.Count == 0 ? -1 : here.IndexOf(manifest.Segments[0]);
        if (first < 0 || !manifest.Segments.Take(_whole.Count - first).SequenceEqual(_whole.Skip(first)))
        {
            BeginAnew(manifest);
            return;
        }

        if (_partial is { } begun && (manifest.Segments.Count <= _whole.Count - first || manifest.Segments[_whole.Count - first] != begun.Expected))
        {
            begun.Dispose();
            _partial = null;
            _fileSystem.DeleteFile(Path.Combine(_directory, begun.Expected.Name));
        }

        foreach (ShippedSegment dropped in _whole.GetRange(0, first))
        {
            DeleteSegment(dropped);
        }

        _whole.RemoveRange(0, first);
    }

    private void BeginAnew(ShipmentManifest manifest)
    {
        Dispose();
        _whole.Clear();
        _producers = new ProducerStateTable();
        ProducerStateCodec.Decode(manifest.Start.Producers, _producers);
        _producersNext = manifest.Start.ProducersNext;
        _fileSystem.DeleteDirectory(_directory);
        _fileSystem.CreateDirectoryDurably(_directory);
        _isBegun = true;
    }

    private void TakeSegments(ShipmentManifest manifest, ReadOnlySpan<byte> bytes)
    {
        Invariant.Require(_isBegun);
        while (!bytes.IsEmpty && _whole.Count < manifest.Segments.Count)
        {
            Term previousTerm = _whole.Count > 0 ? _whole[^1].LastTerm : manifest.Start.PrecedingTerm;
            _partial ??= new IncomingSegment(_fileSystem, _directory, manifest.Segments[_whole.Count], previousTerm, _indexIntervalBytes);
            int count = (int)Math.Min(bytes.Length, _partial.Expected.Length - _partial.Received);
            _partial.Write(bytes[..count], NoteBatch);
            bytes = bytes[count..];
            Position += count;
            if (_partial.IsWhole)
            {
                _partial.Complete();
                _whole.Add(_partial.Expected);
                _partial = null;
            }
        }

        if (_whole.Count == manifest.Segments.Count)
        {
            Complete(manifest);
        }
    }

    private void NoteBatch(LogIndex index, ReadOnlySpan<byte> batch)
    {
        if (index >= _producersNext && RecordBatchHeader.TryParse(batch, out RecordBatchHeader header))
        {
            _producers.Note(header, batch);
        }
    }

    // What is beside the segments: an empty one to go on with, and what is known of the log before the first.
    private void Complete(ShipmentManifest manifest)
    {
        LogSegment next = new SegmentScan(_storage, _indexIntervalBytes)
            .Create(_directory, new SegmentHeader(manifest.LastIndex.Next(), manifest.NextOffset, manifest.LastTerm));
        SegmentFile.Lease lease = next.File.TryLease()!.Value;
        using (lease)
        {
            lease.File.Flush();
        }

        next.IndexFile.Persist(SegmentHeader.Size);
        next.IndexFile.Dispose();
        next.File.Retire();
        if (_producersNext > manifest.LastIndex.Next())
        {
            // The sender knows more of its producers than the segments hold. Those of which nothing is left here have appended since what was
            // shipped: it comes with the appends that follow, and before those nobody leads with this log. Until then nothing is taken for decided that
            // may not have been: compaction would believe it.
            _producers.TryTruncate(manifest.NextOffset, presumedOpen: manifest.Start.FirstOffset);
        }

        LogCheckpoint start = manifest.Start;
        LogCheckpointFile.Save(_fileSystem, _directory, start with
        {
            LogStartOffset = start.LogStartOffset < manifest.NextOffset ? start.LogStartOffset : manifest.NextOffset,
            ProducersNext = manifest.LastIndex.Next(),
            Producers = ProducerStateCodec.Encode(_producers),
        });
        IsComplete = true;
    }

    private void DeleteSegment(ShippedSegment segment)
    {
        string path = Path.Combine(_directory, segment.Name);
        _fileSystem.DeleteFile(path);
        _fileSystem.DeleteFile(SegmentName.IndexPathOf(path));
    }
}
