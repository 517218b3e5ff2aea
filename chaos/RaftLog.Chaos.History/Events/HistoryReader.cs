using System.Text.Json;

namespace RaftLog.Chaos.History;

/// <summary>Reads the histories of a run.</summary>
public static class HistoryReader
{
    /// <summary>
    /// The lines of a history in their order. A last line without a line end is left out: the worker was killed while it was written.
    /// </summary>
    /// <exception cref="InvalidDataException">A line is not one of a history; the message names file and line.</exception>
    public static IEnumerable<HistoryEvent> Read(string file)
    {
        long number = 0;
        foreach (ReadOnlyMemory<byte> line in JsonLines.Read(file))
        {
            number++;
            HistoryEvent? parsed;
            try
            {
                parsed = JsonSerializer.Deserialize(line.Span, HistoryJson.Default.HistoryEvent);
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                throw new InvalidDataException($"{file}, line {number}: {e.Message}", e);
            }

            yield return parsed ?? throw new InvalidDataException($"{file}, line {number}: null is no event.");
        }
    }
}
