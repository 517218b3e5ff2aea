using System.Buffers;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Protocol.HotPaths;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Broker.Tests.Fuzzing;

/// <summary>
/// Feeds spoilt messages to the decoders. Whatever the bytes, reading ends in a message or in a <see cref="WireFormatException"/>, and allocates no more
/// than so many bytes for each that it was given.
/// </summary>
internal sealed class DecoderFuzz(int seed)
{
    // The dearest honest case: a list of nulls or empty strings, an object and its list each for three bytes; and an exception with its trace.
    private const long BytesPerByte = 128;
    private const long BytesPerFrame = 64 * 1024;

    private readonly Random _random = new(seed);

    public long Frames { get; private set; }

    public long Refused { get; private set; }

    /// <summary>The most that any frame made the reader allocate.</summary>
    public long MostAllocated { get; private set; }

    /// <summary>The largest frame.</summary>
    public int LargestFrame { get; private set; }

    public void Run(long frames)
    {
        var seeds = FuzzSeed.OfEveryMessage;
        var mutator = new FrameMutator(_random);
        for (long i = 0; i < frames; i++)
        {
            var valid = seeds[_random.Next(seeds.Count)];
            Check(valid, mutator.Mutate(valid.Bytes, seeds[_random.Next(seeds.Count)].Bytes));
        }
    }

    private void Check(FuzzSeed valid, byte[] bytes)
    {
        long bound = BytesPerFrame + (BytesPerByte * bytes.Length);
        bool isRefused = !TryRead(valid, bytes, out long allocated);

        // A collection of garbage in between counts what it leaves unused of the thread's memory; the second time tells.
        if (allocated > bound)
        {
            TryRead(valid, bytes, out allocated);
        }

        Frames++;
        Refused += isRefused ? 1 : 0;
        MostAllocated = Math.Max(MostAllocated, allocated);
        LargestFrame = Math.Max(LargestFrame, bytes.Length);
        if (allocated > bound)
        {
            throw new InvalidOperationException($"{allocated} bytes were allocated for {bytes.Length}: {Describe(valid, bytes)}");
        }
    }

    private static bool TryRead(FuzzSeed valid, byte[] bytes, out long allocated)
    {
        var sequence = new ReadOnlySequence<byte>(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = true;
        try
        {
            WireCodec.Read(valid.Message, sequence, valid.Version, out _);
            if (valid.RequestOf == ApiKey.Produce)
            {
                ReadPartitions(sequence, valid.Version);
            }
        }
        catch (WireFormatException)
        {
            isRead = false;
        }
        catch (Exception defect)
        {
            throw new InvalidOperationException(Describe(valid, bytes), defect);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return isRead;
    }

    private static void ReadPartitions(ReadOnlySequence<byte> body, short version)
    {
        var reader = new ProduceRequestReader(new WireReader(body), version);
        while (reader.TryReadPartition(out _))
        {
        }
    }

    private static string Describe(FuzzSeed valid, byte[] bytes) => $"{valid.Message.Name} v{valid.Version} {Convert.ToHexStringLower(bytes)}";
}
