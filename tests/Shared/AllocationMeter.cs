using System.Runtime.CompilerServices;

namespace RaftLog.Tests;

/// <summary>
/// Bytes that an operation allocates on the heap once everything is warm. What else goes on (a timer, a list that doubles, a method that is compiled
/// anew) only ever adds, so the best of several rounds is what the operation costs, and the same on a loaded machine as on an idle one.
/// </summary>
internal static class AllocationMeter
{
    private const int Rounds = 5;

    // With five, one process in four had none in which no box of an asynchronous method missed its pool, which one thread takes from and another gives to.
    private const int RoundsAcrossThreads = 15;

    /// <summary>What <paramref name="operation"/> allocates on the thread that calls it.</summary>
    public static double BytesOnThread(Action operation, int operations = 500)
    {
        double best = double.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < operations; i++)
            {
                operation();
            }

            double bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / operations;
            best = round == 0 ? best : Math.Min(best, bytes); // The first only warms up.
        }

        return best;
    }

    /// <summary>What all threads of the process allocate for <paramref name="operation"/>, which crosses several of them.</summary>
    public static async Task<double> BytesInProcessAsync(Func<ValueTask> operation, int operations = 500)
    {
        double best = double.MaxValue;
        for (int round = 0; round <= RoundsAcrossThreads; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await RepeatAsync(operation, operations);
            double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / operations;
            best = round == 0 ? best : Math.Min(best, bytes);
        }

        return best;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask RepeatAsync(Func<ValueTask> operation, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await operation();
        }
    }
}
