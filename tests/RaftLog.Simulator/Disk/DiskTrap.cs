namespace RaftLog.Simulator.Disk;

/// <summary>Springs at a disk operation some way ahead: right before it, or right after it has been done.</summary>
/// <param name="operation">Which operations count; null for all that change something.</param>
/// <param name="count">At how many of them it springs.</param>
/// <param name="isBefore">Whether the last one is not done any more.</param>
/// <param name="spring">What happens then, in the middle of a turn.</param>
internal sealed class DiskTrap(DiskOperation? operation, int count, bool isBefore, Action spring)
{
    private int _left = count;

    public void Before(DiskOperation next)
    {
        if (Counts(next) && _left == 1 && isBefore)
        {
            Spring();
        }
    }

    public void After(DiskOperation done)
    {
        if (Counts(done) && _left > 0 && --_left == 0)
        {
            spring();
        }
    }

    private void Spring()
    {
        _left = 0;
        spring();
    }

    private bool Counts(DiskOperation asked) => operation is null ? asked is not (DiskOperation.Open or DiskOperation.Read) : asked == operation;
}
