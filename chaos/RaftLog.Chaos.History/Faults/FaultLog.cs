using System.Text.Json;

namespace RaftLog.Chaos.History;

/// <summary>
/// The file that the nemeses write: a line when a fault begins, and the whole fault once more when it is healed, so that a run that is cut
/// short still shows what was under way. Safe for concurrent use.
/// </summary>
public sealed class FaultLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;

    /// <summary>Appends to the faults of a run.</summary>
    public FaultLog(string runFolder) =>
        _file = new FileStream(Path.Combine(runFolder, RunFiles.Faults), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Writes a fault as it is now known.</summary>
    public void Write(FaultEvent fault)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(fault, HistoryJson.Default.FaultEvent), (byte)'\n'];
        lock (_gate)
        {
            _file.Write(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The faults of a run by the time of their begin, each as its last line has it. Empty when there was none.</summary>
    /// <exception cref="InvalidDataException">A line is not a fault.</exception>
    public static IReadOnlyList<FaultEvent> Read(string runFolder)
    {
        string file = Path.Combine(runFolder, RunFiles.Faults);
        if (!File.Exists(file))
        {
            return [];
        }

        var last = new Dictionary<int, FaultEvent>();
        foreach (ReadOnlyMemory<byte> line in JsonLines.Read(file))
        {
            try
            {
                FaultEvent fault = JsonSerializer.Deserialize(line.Span, HistoryJson.Default.FaultEvent)!;
                last[fault.Number] = fault;
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{file}: {e.Message}", e);
            }
        }

        return [.. last.Values.OrderBy(fault => fault.BeginUs)];
    }
}
