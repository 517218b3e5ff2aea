using System.Runtime.ExceptionServices;

namespace RaftLog.Storage;

/// <summary>
/// Does the same to many files, several at a time: what opening and creating cost is waiting for the disk, and flushes that wait together share
/// a commit of the file system's journal. With one thread everything is done by the caller, in order, as a simulation needs it.
/// </summary>
/// <param name="count">How many threads; each runs only as long as there is work.</param>
public sealed class DiskThreads(int count)
{
    /// <summary>Does <paramref name="work"/> with every item. When it returns all has been done that could be.</summary>
    /// <returns>For each item why the disk refused it; null where it did not. Any other exception is thrown once all has been done.</returns>
    public IReadOnlyList<Exception?> ForEach<T>(IReadOnlyList<T> items, Action<T> work)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(work);
        var failures = new Exception?[items.Count];
        int next = -1;
        void Run()
        {
            for (int i = Interlocked.Increment(ref next); i < items.Count; i = Interlocked.Increment(ref next))
            {
                failures[i] = Try(work, items[i]);
            }
        }

        var helpers = new Thread[Math.Max(0, Math.Min(count, items.Count) - 1)];
        for (int i = 0; i < helpers.Length; i++)
        {
            helpers[i] = new Thread(Run) { IsBackground = true, Name = $"disk-{i}" };
            helpers[i].Start();
        }

        Run();
        foreach (Thread helper in helpers)
        {
            helper.Join();
        }

        if (failures.FirstOrDefault(failure => failure is not (null or IOException or UnauthorizedAccessException)) is { } defect)
        {
            ExceptionDispatchInfo.Throw(defect);
        }

        return failures;
    }

    private static Exception? Try<T>(Action<T> work, T item)
    {
        try
        {
            work(item);
            return null;
        }
#pragma warning disable CA1031 // Told to the caller, or thrown there.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
    }
}
