using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace RaftLog.Cli.Produce;

/// <summary>Cuts a stream into lines, as bytes: nothing but the line feed is taken away, so any content comes back as it was.</summary>
internal static class LineReader
{
    // A longer line is no record that a broker would take.
    internal const int MaxLineBytes = 64 * 1024 * 1024;

    /// <summary>The lines, each valid until the next one is asked for. A last line needs no line feed.</summary>
    /// <exception cref="CliException">A line is too long.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellation);
                var buffer = result.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } feed)
                {
                    yield return Contiguous(buffer.Slice(0, feed));
                    buffer = buffer.Slice(buffer.GetPosition(1, feed));
                }

                if (result.IsCompleted)
                {
                    if (!buffer.IsEmpty)
                    {
                        yield return Contiguous(buffer);
                    }

                    yield break;
                }

                if (buffer.Length > MaxLineBytes)
                {
                    throw new CliException($"A line is longer than {MaxLineBytes:N0} bytes.");
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static ReadOnlyMemory<byte> Contiguous(in ReadOnlySequence<byte> line) => line.IsSingleSegment ? line.First : line.ToArray();
}
