using System.Text;

namespace RaftLog.Chaos.History;

/// <summary>
/// The updates of one worker, drawn by dice that its name seeds: the same in every program that knows the name. Keys are hit evenly and in no order, so
/// that what compaction keeps lies scattered among what it removes; one update in 64 deletes its key.
/// </summary>
public sealed class UpdateSequence
{
    private const ulong Multiplier = 6364136223846793005;
    private const ulong Increment = 1442695040888963407;
    private const int DeletionsShift = 20;
    private const ulong DeletionsMask = 63;
    private const int KeyShift = 33;

    private readonly int _keys;
    private ulong _state;
    private long _next;

    /// <summary>Begins at the worker's first update.</summary>
    public UpdateSequence(string worker, int keys)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keys);
        _keys = keys;

        // FNV-1a.
        _state = 14695981039346656037;
        foreach (byte letter in Encoding.ASCII.GetBytes(worker))
        {
            _state = (_state ^ letter) * 1099511628211;
        }
    }

    /// <summary>The next update.</summary>
    public KeyedUpdate Next()
    {
        _state = (_state * Multiplier) + Increment;
        return new KeyedUpdate((int)((_state >> KeyShift) % (ulong)_keys), _next++, ((_state >> DeletionsShift) & DeletionsMask) == 0);
    }
}
