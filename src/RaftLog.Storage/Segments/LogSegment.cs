using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// One segment of a log: its file, its index, and what is known of its frames. The writer changes it while it is the active one; what other
/// threads read is immutable or volatile.
/// </summary>
internal sealed class LogSegment
{
    private readonly IFileSystem _fileSystem;
    private readonly int _indexIntervalBytes;
    private readonly Lock _indexGate = new();
    private readonly List<LeaderEpoch> _epochs = [];
    private readonly List<LogIndex> _configurations = [];
    private readonly List<LogIndex> _commands = [];
    private readonly bool _findsCommands;
    private readonly OpenFileBudget? _openFiles;
    private SegmentIndex? _index;
    private AbortedTransactionList? _aborted;
    private long _abortedProducer; // Of the record that is being taken.
    private long _lastEntryPosition = SegmentHeader.Size;
    private long _writtenLength = SegmentHeader.Size;
    private long _maxTimestampMs = FrameInfo.NoTimestamp;

    public LogSegment(
        IFileSystem fileSystem, string path, SegmentHeader header, int indexIntervalBytes, bool findsCommands = true, OpenFileBudget? openFiles = null)
    {
        _findsCommands = findsCommands;
        _openFiles = openFiles;
        _fileSystem = fileSystem;
        _indexIntervalBytes = indexIntervalBytes;
        Header = header;
        File = new SegmentFile(fileSystem, path, openFiles);
        IndexFile = new SegmentIndexFile(fileSystem, SegmentName.IndexPathOf(path), header.FirstIndex, header.FirstOffset);
        LastIndex = header.FirstIndex.Previous();
        NextOffset = header.FirstOffset;
        LastTerm = header.PreviousTerm;
    }

    /// <summary>Its beginning. While compaction writes the segment, it does not say yet what the segment stands for.</summary>
    public SegmentHeader Header { get; private set; }

    /// <summary>Whether compaction has written it: entries may be missing (holes say which), and batches may lack records.</summary>
    public bool IsCleaned => Header.Cleaned is not null;

    public string Path => File.Path;

    public LogIndex FirstIndex => Header.FirstIndex;

    public Offset FirstOffset => Header.FirstOffset;

    public SegmentFile File { get; private set; }

    public SegmentIndexFile IndexFile { get; private set; }

    /// <summary>What is written behind its end for the frames to come.</summary>
    public SpaceAhead Ahead { get; } = new();

    /// <summary>The last frame appended, written or not; the one before <see cref="FirstIndex"/> when there is none.</summary>
    public LogIndex LastIndex { get; private set; }

    public Offset NextOffset { get; private set; }

    public Term LastTerm { get; private set; }

    /// <summary>Whether the names of the file and of its index survive a power loss. Set and read by the flusher, and when the log is opened.</summary>
    public bool IsNameDurable { get; set; }

    /// <summary>How far the system has been told that nobody reads the file. Set and read by the flusher.</summary>
    public long ForgottenLength { get; set; }

    /// <summary>Where the next frame goes: the written length and what waits to be written.</summary>
    public long AppendPosition { get; private set; } = SegmentHeader.Size;

    public bool IsEmpty => LastIndex < FirstIndex;

    /// <summary>The terms that begin in this segment.</summary>
    public IReadOnlyList<LeaderEpoch> Epochs => _epochs;

    /// <summary>The configuration entries in this segment.</summary>
    public IReadOnlyList<LogIndex> Configurations => _configurations;

    /// <summary>The commands in this segment, if it is of a log that finds them.</summary>
    public IReadOnlyList<LogIndex> Commands => _commands;

    /// <summary>
    /// The aborted transactions whose markers are in this segment; null when there are none. Known as long as anybody holds the segment, also when it was
    /// taken out of the log: a reader of its records that did not find them would take for committed what is not.
    /// </summary>
    public AbortedTransactionList? Aborted => Volatile.Read(ref _aborted);

    /// <summary>How far the file can be read.</summary>
    public long WrittenLength
    {
        get => Volatile.Read(ref _writtenLength);
        set => Volatile.Write(ref _writtenLength, value);
    }

    /// <summary>The largest timestamp of its records.</summary>
    public long MaxTimestampMs => Volatile.Read(ref _maxTimestampMs);

    /// <summary>The sparse index. That of a segment sealed before the log was opened is read on first use.</summary>
    public SegmentIndex Index
    {
        get
        {
            SegmentIndex? index = Volatile.Read(ref _index);
            if (index is null)
            {
                lock (_indexGate)
                {
                    index = _index ?? LoadIndex();
                    Volatile.Write(ref _index, index);
                }
            }

            return index;
        }
    }

    public IndexRecord Seal => new(IndexRecordKind.Seal, LastIndex, NextOffset, MaxTimestampMs, AppendPosition);

    /// <summary>Takes a frame into account that stands, or will stand, at <see cref="AppendPosition"/>.</summary>
    /// <param name="frame">What it is.</param>
    /// <param name="bytes">All of it.</param>
    public void Note(in FrameInfo frame, ReadOnlySpan<byte> bytes)
    {
        FrameHeader header = frame.Header;
        Invariant.Require(header.Index == LastIndex.Next());
        Invariant.Require(header.BaseOffset == NextOffset);
        long position = AppendPosition;
        if (position - _lastEntryPosition >= _indexIntervalBytes)
        {
            var entry = new IndexEntry(header.Index, header.BaseOffset, position, MaxTimestampMs);
            Index.Add(entry);
            IndexFile.Add(IndexRecord.For(entry));
            _lastEntryPosition = position;
        }

        if (header.Term != LastTerm)
        {
            _epochs.Add(new LeaderEpoch(header.Term, header.Index, header.BaseOffset));
            IndexFile.Add(new IndexRecord(IndexRecordKind.Epoch, header.Index, header.BaseOffset, header.Term.Value, position));
        }

        if (header.Kind == EntryKind.Configuration)
        {
            _configurations.Add(header.Index);
            IndexFile.Add(new IndexRecord(IndexRecordKind.Configuration, header.Index, header.BaseOffset, 0, position));
        }

        if (header.Kind == EntryKind.Command && _findsCommands)
        {
            _commands.Add(header.Index);
            IndexFile.Add(new IndexRecord(IndexRecordKind.Command, header.Index, header.BaseOffset, 0, position));
        }

        if (header.Kind == EntryKind.Data && AbortedTransaction.TryRead(bytes[FrameHeader.Size..], header.BaseOffset, out AbortedTransaction aborted))
        {
            Add(aborted);
            IndexFile.Add(new IndexRecord(IndexRecordKind.AbortedProducer, header.Index, aborted.Last, aborted.ProducerId, position));
            IndexFile.Add(new IndexRecord(IndexRecordKind.AbortedTransaction, header.Index, aborted.Last, aborted.First.Value, position));
        }

        LastIndex = frame.LastIndex;
        LastTerm = header.Term;
        NextOffset = frame.NextOffset;
        AppendPosition = position + header.Length;
        Volatile.Write(ref _maxTimestampMs, Math.Max(MaxTimestampMs, frame.MaxTimestampMs));
    }

    /// <summary>What retention needs to know of it.</summary>
    public SegmentInfo Describe(bool isActive) =>
        new(FirstIndex, LastIndex, FirstOffset, NextOffset, AppendPosition, isActive ? Index.EarliestTimestamp ?? MaxTimestampMs : MaxTimestampMs, MaxTimestampMs, isActive);

    /// <summary>The same segment with nothing known but its header, to find out anew what its index should say.</summary>
    public LogSegment Unread(IFileSystem fileSystem, int indexIntervalBytes)
    {
        var unread = new LogSegment(fileSystem, Path, Header, indexIntervalBytes, _findsCommands);
        unread.BeginIndex();
        return unread;
    }

    /// <summary>Has the sparse index read anew on its next use, because its file was replaced. For sealed segments only.</summary>
    public void ForgetIndex() => Volatile.Write(ref _index, null);

    /// <summary>
    /// The segment is the outcome of compaction, whole and written up to its end, and now it is known what its file is called. Before any other thread
    /// sees it; nothing is appended any more.
    /// </summary>
    public void BecomeCleaned(in CleanedRange range, string path)
    {
        Invariant.Require(range.LastIndex == LastIndex);
        Invariant.Require(range.NextOffset == NextOffset);
        Header = Header with { Cleaned = range };
        WrittenLength = AppendPosition;
        File = new SegmentFile(_fileSystem, path, _openFiles);
        List<IndexRecord> waiting = IndexFile.TakeWaiting();
        IndexFile = new SegmentIndexFile(_fileSystem, SegmentName.IndexPathOf(path), FirstIndex, FirstOffset);
        foreach (IndexRecord record in waiting)
        {
            IndexFile.Add(record);
        }
    }

    /// <summary>Begins the in-memory index of a segment that is about to be appended to or scanned.</summary>
    public void BeginIndex() => _index = new SegmentIndex(FirstIndex, FirstOffset);

    /// <summary>
    /// Takes over what an index file says up to its last signpost, where the scan goes on. Returns the number of records taken: later ones
    /// would be found again by the scan.
    /// </summary>
    public int Resume(IReadOnlyList<IndexRecord> records)
    {
        int last = records.Count - 1;
        while (last >= 0 && records[last].Kind != IndexRecordKind.Position)
        {
            last--;
        }

        for (int i = 0; i <= last; i++)
        {
            Take(records[i], addEntries: true);
        }

        if (last >= 0)
        {
            IndexEntry entry = records[last].ToEntry();
            LastIndex = entry.Index.Previous();
            NextOffset = entry.Offset;
            AppendPosition = entry.Position;
            _lastEntryPosition = entry.Position;
            _maxTimestampMs = entry.MaxTimestampBefore;
        }

        return last + 1;
    }

    /// <summary>Takes over everything from the index file of a sealed segment; its signposts are loaded when needed.</summary>
    public void TakeSealed(IndexContents contents)
    {
        foreach (IndexRecord record in contents.Records)
        {
            Take(record, addEntries: false);
        }

        IndexRecord seal = contents.Seal!.Value;
        LastIndex = seal.Index;
        NextOffset = seal.Offset;
        AppendPosition = seal.Position;
        _maxTimestampMs = seal.Value;
        WrittenLength = seal.Position;
    }

    /// <summary>
    /// A walker that stands before a signpost of this segment and ends where the file can be read now. The caller holds a lease of the file.
    /// </summary>
    public SegmentWalker Walk(IFile file, in IndexEntry from, int windowBytes) =>
        new(file, from.Position, WrittenLength, new FrameSequence(from.Index, from.Offset), windowBytes);

    private void Take(in IndexRecord record, bool addEntries)
    {
        switch (record.Kind)
        {
            case IndexRecordKind.Position when addEntries:
                Index.Add(record.ToEntry());
                break;
            case IndexRecordKind.Epoch:
                LastTerm = new Term((int)record.Value);
                _epochs.Add(new LeaderEpoch(LastTerm, record.Index, record.Offset));
                break;
            case IndexRecordKind.Configuration:
                _configurations.Add(record.Index);
                break;
            case IndexRecordKind.Command:
                _commands.Add(record.Index);
                break;
            case IndexRecordKind.AbortedProducer:
                _abortedProducer = record.Value;
                break;
            case IndexRecordKind.AbortedTransaction:
                Add(new AbortedTransaction(_abortedProducer, new Offset(record.Value), record.Offset));
                break;
            default:
                break;
        }
    }

    private void Add(in AbortedTransaction aborted)
    {
        AbortedTransactionList list = _aborted ?? new AbortedTransactionList();
        list.Add(aborted);
        Volatile.Write(ref _aborted, list);
    }

    private SegmentIndex LoadIndex()
    {
        var index = new SegmentIndex(FirstIndex, FirstOffset);
        if (new SegmentIndexFile(_fileSystem, SegmentName.IndexPathOf(Path), FirstIndex, FirstOffset).Load() is { } contents)
        {
            // Records are ascending and each was checked; a file cut short since only makes searches longer.
            foreach (IndexRecord record in contents.Records)
            {
                if (record.Kind == IndexRecordKind.Position)
                {
                    index.Add(record.ToEntry());
                }
            }
        }

        return index;
    }
}
