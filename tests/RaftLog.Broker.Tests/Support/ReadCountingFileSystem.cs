using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Support;

/// <summary>Counts how often segments of logs are read from.</summary>
internal sealed class ReadCountingFileSystem() : ForwardingFileSystem(new InMemoryFileSystem())
{
    private const string SegmentSuffix = ".log";

    private int _reads;

    public int Reads => Volatile.Read(ref _reads);

    protected override IFile Wrap(IFile file) => file.Path.EndsWith(SegmentSuffix, StringComparison.Ordinal) ? new CountingFile(this, file) : file;

    private sealed class CountingFile(ReadCountingFileSystem files, IFile inner) : ForwardingFile(inner)
    {
        public override int Read(long offset, Span<byte> buffer)
        {
            Interlocked.Increment(ref files._reads);
            return base.Read(offset, buffer);
        }
    }
}
