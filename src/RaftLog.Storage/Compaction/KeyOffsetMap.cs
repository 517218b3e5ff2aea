using RaftLog.Model;

namespace RaftLog.Storage;

/// <summary>
/// The last offset of each key in a stretch of a log, by the key's hash and within a fixed number of bytes: the memory of one pass of compaction
/// (<c>log.cleaner.dedupe.buffer.size</c>). Keys that do not fit are left to the next pass. Used by one compaction at a time.
/// </summary>
public sealed class KeyOffsetMap
{
    /// <summary>What one key takes, in bytes.</summary>
    internal const int SlotBytes = 24;

    // Fuller, and the searches for an empty slot get long.
    private const double LoadFactor = 0.75;
    private const int SmallestCapacity = 64;

    private readonly int _largestCapacity;
    private readonly KeyHasher _hasher;

    // Open addressing with linear probing. Only the first _capacity slots are in use.
    private Slot[] _slots = [];
    private int _capacity;
    private int _limit;

    /// <summary>Creates an empty map; memory is taken when it is used, and only as much as the log can need.</summary>
    /// <param name="budgetBytes">The most that it may ever take; at least a kilobyte or two is used in any case.</param>
    /// <param name="random">What the secret of the keys' hashes is drawn from; not to be guessed by those who choose keys.</param>
    public KeyOffsetMap(long budgetBytes, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budgetBytes);
        ArgumentNullException.ThrowIfNull(random);
        _hasher = KeyHasher.Draw(random);
        _largestCapacity = (int)Math.Clamp(budgetBytes / SlotBytes, SmallestCapacity, Array.MaxLength);
    }

    /// <summary>The number of keys in it.</summary>
    public int Count { get; private set; }

    /// <summary>Empties it, with room for as many keys, or as many of them as the budget allows.</summary>
    internal void Begin(long keys)
    {
        double wanted = Math.Ceiling(keys / LoadFactor) + 1;
        _capacity = (int)Math.Clamp(wanted, SmallestCapacity, _largestCapacity);
        _limit = Math.Max((int)(_capacity * LoadFactor), 1);
        Count = 0;
        if (_slots.Length < _capacity)
        {
            _slots = new Slot[_capacity];
        }
        else
        {
            _slots.AsSpan(0, _capacity).Clear();
        }
    }

    /// <summary>Gives the memory back until it is used again; not while a compaction uses it.</summary>
    public void Release()
    {
        _slots = [];
        _capacity = 0;
        Count = 0;
    }

    /// <summary>Notes a key at an offset, above all that it was noted at before; false when it is new and there is no room for it.</summary>
    internal bool TryPut(ReadOnlySpan<byte> key, Offset offset)
    {
        KeyHash hash = _hasher.Of(key);
        ref Slot slot = ref Find(hash);
        if (slot.OffsetPlusOne == 0)
        {
            if (Count == _limit)
            {
                return false;
            }

            Count++;
            slot.Key = hash;
        }

        Invariant.Require(offset.Value >= slot.OffsetPlusOne);
        slot.OffsetPlusOne = offset.Value + 1;
        return true;
    }

    /// <summary>The last offset of a key; false when it is not in the map.</summary>
    internal bool TryGet(ReadOnlySpan<byte> key, out Offset offset)
    {
        ref Slot slot = ref Find(_hasher.Of(key));
        offset = new Offset(slot.OffsetPlusOne - 1);
        return slot.OffsetPlusOne != 0;
    }

    // The slot that holds the key, or the empty one where it belongs. Ends, for the limit leaves empty ones.
    private ref Slot Find(in KeyHash key)
    {
        int at = (int)Math.BigMul(key.High, (ulong)_capacity, out _);
        while (true)
        {
            ref Slot slot = ref _slots[at];
            if (slot.OffsetPlusOne == 0 || slot.Key == key)
            {
                return ref slot;
            }

            at = at + 1 == _capacity ? 0 : at + 1;
        }
    }

    private struct Slot
    {
        public KeyHash Key;

        // Zero is empty: a fresh array is an empty map.
        public long OffsetPlusOne;
    }
}
