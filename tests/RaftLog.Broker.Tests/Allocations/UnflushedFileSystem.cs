using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Allocations;

/// <summary>A disk whose flushes do nothing.</summary>
internal sealed class UnflushedFileSystem(IFileSystem inner) : ForwardingFileSystem(inner)
{
    public override void FlushDirectory(string path)
    {
        // Nothing, as all flushes here.
    }

    protected override IFile Wrap(IFile file) => new UnflushedFile(file);

    private sealed class UnflushedFile(IFile inner) : ForwardingFile(inner)
    {
        public override void Flush()
        {
            // Nothing, as all flushes here.
        }
    }
}
