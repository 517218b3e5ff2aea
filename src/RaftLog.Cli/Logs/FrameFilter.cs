using System.CommandLine;
using RaftLog.Model;
using RaftLog.Storage;

namespace RaftLog.Cli.Logs;

/// <summary>Which frames <c>log dump</c> shows.</summary>
internal sealed class FrameFilter
{
    private static readonly Option<long?> FromOffset = new("--from-offset") { Description = "Leave out batches that end below this offset." };
    private static readonly Option<long?> ToOffset = new("--to-offset") { Description = "End before this offset." };
    private static readonly Option<long?> FromIndex = new("--from-index") { Description = "Leave out entries below this index." };
    private static readonly Option<EntryKind?> Kind = new("--kind") { Description = "Show entries of this kind only." };
    private static readonly Option<bool> Problems = new("--problems") { Description = "Show only what is damaged." };
    private static readonly Option<int> Limit = new("--limit", "-n") { Description = "End after so many entries.", DefaultValueFactory = _ => int.MaxValue };

    private readonly long _fromOffset;
    private readonly long _toOffset;
    private readonly long _fromIndex;
    private readonly EntryKind? _kind;
    private readonly bool _problemsOnly;
    private int _left;

    public FrameFilter(ParseResult parsed)
    {
        _fromOffset = parsed.GetValue(FromOffset) ?? long.MinValue;
        _toOffset = parsed.GetValue(ToOffset) ?? long.MaxValue;
        _fromIndex = parsed.GetValue(FromIndex) ?? long.MinValue;
        _kind = parsed.GetValue(Kind);
        _problemsOnly = parsed.GetValue(Problems);
        _left = parsed.GetValue(Limit);
    }

    public static IEnumerable<Symbol> Options => [FromOffset, ToOffset, FromIndex, Kind, Problems, Limit];

    /// <summary>Whether nothing that follows is wanted.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether the frame is to be shown. A frame whose header cannot be read belongs to every selection.</summary>
    public bool Wants(DumpedFrame frame)
    {
        if (_left <= 0 || (IsReadable(frame) && frame.Header.BaseOffset.Value >= _toOffset))
        {
            IsDone = true;
            return false;
        }

        bool isWanted = IsReadable(frame) ? IsSelected(frame) : true;
        _left -= isWanted ? 1 : 0;
        return isWanted;
    }

    private static bool IsReadable(DumpedFrame frame) => frame.Header.Length > 0;

    private bool IsSelected(DumpedFrame frame) =>
        frame.Header.Index.Value >= _fromIndex
        && (frame.Batch?.LastOffset.Value ?? frame.Header.BaseOffset.Value) >= _fromOffset
        && (_kind is null || _kind == frame.Header.Kind)
        && (!_problemsOnly || frame.Problem is not null);
}
