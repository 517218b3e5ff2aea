using System.Globalization;

namespace RaftLog.Simulator.Checks;

/// <summary>What happened, as a hash over everything and the last events in words. Two runs of a seed must have the same hash.</summary>
internal sealed class Trace
{
    private const int Kept = 2_000;
    private const ulong Prime = 1_099_511_628_211;

    private readonly Queue<(TimeSpan At, string What, long A, long B, long C)> _last = new();

    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    /// <summary>Gets each event as a line, when somebody wants to read along.</summary>
    public Action<string>? Listener { get; set; }

    /// <summary>Notes an event. The text is a format for the numbers, so that nothing is formatted unless somebody reads it.</summary>
    public void Note(TimeSpan at, string what, long a = 0, long b = 0, long c = 0)
    {
        NoteDetail(at, what, a, b, c);
        if (_last.Count == Kept)
        {
            _last.Dequeue();
        }

        _last.Enqueue((at, what, a, b, c));
    }

    /// <summary>Notes an event that is too common to be kept among the last ones.</summary>
    public void NoteDetail(TimeSpan at, string what, long a = 0, long b = 0, long c = 0)
    {
        Mix(at.Ticks);
        foreach (char character in what)
        {
            Hash = (Hash ^ character) * Prime;
        }

        Mix(a);
        Mix(b);
        Mix(c);
        Listener?.Invoke(Line(at, what, a, b, c));
    }

    public IEnumerable<string> Last() => _last.Select(entry => Line(entry.At, entry.What, entry.A, entry.B, entry.C));

    private void Mix(long number) => Hash = (Hash ^ (ulong)number) * Prime;

    private static string Line(TimeSpan at, string what, long a, long b, long c) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,10:F4} s  ") + string.Format(CultureInfo.InvariantCulture, what, a, b, c);
}
