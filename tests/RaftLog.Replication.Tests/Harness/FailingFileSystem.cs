using RaftLog.Storage;

namespace RaftLog.Replication.Tests;

/// <summary>A disk on which nothing can be written any more, once it is said to be broken.</summary>
internal sealed class FailingFileSystem(IFileSystem inner, Func<bool> isBroken) : ForwardingFileSystem(inner)
{
    protected override IFile Wrap(IFile file) => new FailingFile(file, isBroken);

    private sealed class FailingFile(IFile inner, Func<bool> isBroken) : ForwardingFile(inner)
    {
        public override void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            ThrowIfBroken();
            base.Write(offset, bytes);
        }

        public override void Write(long offset, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            ThrowIfBroken();
            base.Write(offset, pieces);
        }

        public override void Flush()
        {
            ThrowIfBroken();
            base.Flush();
        }

        private void ThrowIfBroken()
        {
            if (isBroken())
            {
                throw new IOException($"{Path}: input/output error");
            }
        }
    }
}
