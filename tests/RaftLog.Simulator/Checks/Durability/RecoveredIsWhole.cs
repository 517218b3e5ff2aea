using RaftLog.Model;
using RaftLog.Replication;
using RaftLog.Simulator.Cluster;
using RaftLog.Simulator.Faults.Disk;
using RaftLog.Storage;

namespace RaftLog.Simulator.Checks.Durability;

/// <summary>
/// No replica that a starting broker opens has a frame with a wrong checksum in the part that recovery reads: such a frame is cut off, or the
/// replica is not opened. Nothing excuses a broker that takes damage for good, least of all that its disk was damaged.
/// </summary>
internal sealed class RecoveredIsWhole
{
    private readonly HashSet<GroupId> _opened = [];
    private IReadOnlyList<UnsoundFrame> _found = [];
    private InMemoryFileSystem? _files;

    /// <summary>Looks at a disk as a broker is about to find it.</summary>
    public void Restarted(InMemoryFileSystem files)
    {
        _opened.Clear();
        _files = files;
        _found = [.. UnsoundFrames.Find(files, SimulatedBroker.DataDirectory + "/"), .. UnsoundFrames.Find(files, SimulatedBroker.LogDirectory + "/")];
    }

    /// <summary>Looks at a running replica when it is seen for the first time since the start.</summary>
    /// <returns>What is wrong, in words; null when all is well.</returns>
    public string? Check(RaftGroup replica)
    {
        if (_found.Count == 0 || !_opened.Add(replica.Id))
        {
            return null;
        }

        var last = replica.Log.Segments[^1];
        return _found
            .Where(frame => frame.Path == last.Path)
            .Select(frame => Check(replica.Name, frame, last.WrittenLength, DiskSurgery.Read(_files!, frame.Path, frame.Position, frame.Bytes.Length)))
            .FirstOrDefault(violation => violation is not null);
    }

    /// <summary>Compares a frame that was wrong before the start with what the opened log has in its place.</summary>
    /// <param name="name">The replica.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="length">How far the opened log goes in that file.</param>
    /// <param name="now">What is there now.</param>
    public static string? Check(string name, UnsoundFrame frame, long length, byte[]? now) =>
        length > frame.Position && now is not null && now.AsSpan().SequenceEqual(frame.Bytes)
            ? $"recovery has taken a frame of {name} for good whose checksum is wrong: at byte {frame.Position} of {frame.Path}"
            : null;
}
