using RaftLog.Storage;

namespace RaftLog.Broker.Tests.Support;

/// <summary>A disk in memory whose flushes of some files take until the test lets them go on.</summary>
internal sealed class HoldingDisk() : ForwardingFileSystem(new InMemoryFileSystem())
{
    private readonly object _gate = new();
    private string? _held;
    private bool _isHolding;

    /// <summary>Whether a flush has been held.</summary>
    public bool IsHolding
    {
        get
        {
            lock (_gate)
            {
                return _isHolding;
            }
        }
    }

    /// <summary>Holds the flushes of files with this in their path.</summary>
    public void Hold(string part)
    {
        lock (_gate)
        {
            (_held, _isHolding) = (part, false);
        }
    }

    /// <summary>Lets all of them go on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _held = null;
            Monitor.PulseAll(_gate);
        }
    }

    protected override IFile Wrap(IFile file) => new HoldingFile(this, file);

    private void Pass(string path)
    {
        lock (_gate)
        {
            while (_held is { } held && path.Contains(held, StringComparison.Ordinal))
            {
                _isHolding = true;
                Monitor.Wait(_gate);
            }
        }
    }

    private sealed class HoldingFile(HoldingDisk owner, IFile inner) : ForwardingFile(inner)
    {
        public override void Flush()
        {
            owner.Pass(Path);
            base.Flush();
        }
    }
}
